import type { DataOf } from '@nlc/contracts/define'
import { CoLeaderLeft, CoLeadersReplaced } from '@nlc/contracts/membership'
import { type ReactionContext, react } from '@nlc/runtime'
import { lasting } from './day.ts'
import { readCoLeader, settleCoLeader, writeCoLeader } from './known-co-leader.ts'

type Context = Pick<ReactionContext<never>, 'sql' | 'event'>
type Started = DataOf<typeof CoLeadersReplaced>['started'][number]
type Ended = Pick<DataOf<typeof CoLeadersReplaced>['ended'][number], 'coLeaderId' | 'lastDay' | 'reason'>

/** Told by the forming of a network, by its activation again, and by a change of co-leaders. */
export async function keepCoLeader({ sql: db, event }: Context, networkId: string, started: Started): Promise<void> {
  const { coLeaderId, personId, urn = null, firstDay } = started
  if (await readCoLeader(db, coLeaderId)) return
  const toldAt = event.recordedAt.toISOString()
  const coLeader = { coLeaderId, networkId, personId, reason: null, pieces: [{ urn, firstDay, lastDay: null, toldAt }] }
  await writeCoLeader(db, coLeader)
  await settleCoLeader(db, coLeader)
}

async function endCoLeader({ sql: db }: Context, { coLeaderId, lastDay, reason }: Ended): Promise<void> {
  const known = await readCoLeader(db, coLeaderId)
  if (!known) return
  const coLeader = { ...known, reason, pieces: lasting(known.pieces, lastDay) }
  await writeCoLeader(db, coLeader)
  await settleCoLeader(db, coLeader)
}

export const keepCoLeaderOnCoLeadersReplaced = react(
  'known.keep-co-leaders',
  { on: CoLeadersReplaced },
  async ({ networkId, started, ended }, context) => {
    for (const one of ended) await endCoLeader(context, one)
    for (const one of started) await keepCoLeader(context, networkId, one)
  },
)

export const keepCoLeaderOnCoLeaderLeft = react('known.keep-co-leader-left', { on: CoLeaderLeft }, (told, context) =>
  endCoLeader(context, told),
)
