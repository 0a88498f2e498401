/** A second service in miniature: it keeps a copy of visits by what it hears of them, and says that it did. */
import { event, service } from '@nlc/contracts/define'
import { Id } from '@nlc/contracts/formats'
import { sql } from 'kysely'
import { type Change, defineService, react, type Service } from '../src/index.ts'
import { PlaceBooked, VisitPlanned } from './visits.ts'

export const VisitNoticed = event('roles.visit-noticed', {
  summary: 'A visit was noticed',
  about: { notice: 'visitId' },
  data: { visitId: Id },
})

export const witnessContract = service('roles', { summary: 'Keeps a copy of visits.', operations: [], events: [VisitNoticed] })

export interface Heard {
  readonly visitId: string
  readonly version: number
  readonly booked: number
}

/** What an event makes of the state before it: another order gives another state. */
export const fold = (state: number, { version, booked }: { version: number; booked: number }): number =>
  (state * 31 + version * 7 + booked + 1) % 1_000_003

/** `onHearing` may throw: then the event could not be handled. It runs before anything is written, and after. */
export function witness(onHearing: (heard: Heard, when: 'before' | 'after') => Promise<void> | void = () => {}): Service {
  async function hear(heard: Heard, { sql: db }: Pick<Change<never>, 'sql'>): Promise<void> {
    await onHearing(heard, 'before')
    const { visitId, version, booked } = heard
    const { rows } = await sql<{ state: number }>`select state from known_visit where visit_id = ${visitId}`.execute(db)
    const state = fold(rows[0]?.state ?? 0, heard)
    await sql`
      insert into known_visit (visit_id, booked, state) values (${visitId}, ${booked}, ${state})
      on conflict (visit_id) do update set booked = excluded.booked, state = excluded.state`.execute(db)
    await sql`insert into heard (visit_id, version) values (${visitId}, ${version})`.execute(db)
    await onHearing(heard, 'after')
  }

  return defineService(witnessContract, {
    entities: [],
    migrations: [new URL('./witness-migrations/', import.meta.url)],
    handlers: [],
    reactions: [
      react('roles.notice-visit', { on: VisitPlanned, emits: [VisitNoticed] }, async ({ visitId }, change) => {
        await hear({ visitId, version: change.event.version, booked: 0 }, change)
        change.emit(VisitNoticed, { visitId })
      }),
      react('roles.count-bookings', { on: PlaceBooked }, async ({ visitId, booked }, change) => {
        await hear({ visitId, version: change.event.version, booked }, change)
      }),
    ],
  })
}
