import { NeedsPerson } from '@nlc/contracts/membership'
import { ExceptOverdraft, NoSuchOverdraft, OverdraftExcepted, OverdraftNotOpen } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { actingPerson, mayRelease } from '../standing.ts'
import { lockOverdraft, readOverdrafts, shownOverdraft } from './overdraft.ts'
import { subjectOf } from './settle-overdrafts.ts'

export const exceptOverdraft = handle(
  ExceptOverdraft,
  async ({ overdraftId, reason }, { sql: db, caller, today, emit, fail, checkVersion }) => {
    if (caller.person === undefined) fail(NeedsPerson)
    const overdraft = (await lockOverdraft(db, overdraftId)) ?? fail(NoSuchOverdraft)
    const { personId, urn, groupId, state, minutes } = overdraft
    const place = urn !== null ? { urn } : groupId !== null ? { groupId } : undefined
    const acting = await actingPerson(db, caller, today)
    if (!place || acting === undefined || !(await mayRelease(db, caller, today, personId, place))) return fail(NoSuchOverdraft)
    checkVersion(overdraft)
    if (state !== 'open') fail(OverdraftNotOpen, { overdraftId, state })
    await sql`
      update overdraft set version = version + 1, state = 'excepted', reason = ${reason}, excepted_by = ${acting}
      where id = ${overdraftId}`.execute(db)
    emit(OverdraftExcepted, { ...subjectOf(overdraft), minutes, exceptedBy: acting })
    return shownOverdraft((await readOverdrafts(db, sql`where o.id = ${overdraftId}`))[0]!)
  },
)
