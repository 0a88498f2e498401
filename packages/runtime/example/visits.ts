/** A service in miniature, for the runtime's own tests: visits, the places in them, and what is sent before they take place. */
import { defineEntity, p } from '@mikro-orm/core'
import { command, event, problem, query, service } from '@nlc/contracts/define'
import { Id, pageOf, paging, text, Version } from '@nlc/contracts/formats'
import { sql } from 'kysely'
import Type from 'typebox'
import { decodeCursor, defineService, handle, newId, pageFrom, type Service, work } from '../src/index.ts'

const Visit = Type.Object({ visitId: Id, version: Version, places: Type.Integer(), booked: Type.Integer() })

const about = { visit: 'visitId' } as const
export const VisitPlanned = event('scheduling.visit-planned', {
  summary: 'A visit was planned',
  about,
  data: { visitId: Id, places: Type.Integer() },
})
export const PlaceBooked = event('scheduling.place-booked', {
  summary: 'A place was booked',
  about,
  data: { visitId: Id, booked: Type.Integer() },
})
export const ReminderSent = event('scheduling.reminder-sent', {
  summary: 'A reminder was sent',
  about,
  data: { visitId: Id, reminder: Type.Integer() },
})
export const RemindersFailed = event('scheduling.reminders-failed', {
  summary: 'Reminders could not be sent',
  about,
  data: { visitId: Id },
})

export const NoSuchVisit = problem(404, 'no-such-visit', 'There is no such visit.')
export const VisitFull = problem(409, 'visit-full', 'Every place of the visit is booked.', { places: Type.Integer() })
export const TitleTaken = problem(409, 'title-taken', 'Another visit has this title.')

export const PlanVisit = command('scheduling.plan-visit', {
  summary: 'Plan a visit',
  needs: 'networks:write',
  http: 'POST /v1/visits',
  input: { places: Type.Integer({ minimum: 0 }), title: Type.Optional(text(200)), note: Type.Optional(Type.String()) },
  output: Visit,
  emits: [VisitPlanned],
  problems: [TitleTaken],
})
export const BookPlace = command('scheduling.book-place', {
  summary: 'Book a place in a visit',
  needs: 'networks:write',
  http: 'POST /v1/visits/:visitId/bookings',
  input: { visitId: Id },
  output: Visit,
  ifMatch: true,
  emits: [PlaceBooked],
  problems: [NoSuchVisit, VisitFull],
})
export const SendReminders = command('scheduling.send-reminders', {
  summary: 'Have reminders of a visit sent, one after the other',
  needs: 'networks:write',
  http: 'POST /v1/visits/:visitId/reminders',
  input: { visitId: Id, reminders: Type.Integer(), at: Type.Optional(Type.String({ format: 'date-time' })) },
  output: Type.Object({ work: Id }),
  status: 202,
  emits: [],
  problems: [],
})
export const ListVisits = query('scheduling.list-visits', {
  summary: 'List visits',
  needs: 'networks:read',
  http: 'GET /v1/visits',
  input: paging,
  output: pageOf(Visit),
  problems: [],
})
export const Describe = query('scheduling.describe', {
  summary: 'Say something as long as it is asked for',
  needs: 'networks:read',
  http: 'GET /v1/descriptions',
  input: { length: Type.Integer() },
  output: Type.Object({ text: Type.String() }),
  problems: [],
})
export const ExportVisits = query('scheduling.export-visits', {
  summary: 'Export the visits',
  needs: 'networks:read',
  http: 'GET /v1/visit-export',
  input: { lines: Type.Optional(Type.Integer()) },
  stream: { produces: 'text/csv' },
  problems: [],
})
export const UploadVisits = command('scheduling.upload-visits', {
  summary: 'Upload a file of visits',
  needs: 'networks:write',
  http: 'POST /v1/visit-files',
  input: {},
  upload: { accepts: ['text/csv'], maxBytes: 64 * 1024 * 1024 },
  emits: [],
  problems: [],
})

export const visitsContract = service('scheduling', {
  summary: 'Plans visits.',
  operations: [PlanVisit, BookPlace, SendReminders, ListVisits, Describe, ExportVisits, UploadVisits],
  events: [VisitPlanned, PlaceBooked, ReminderSent, RemindersFailed],
})

const VisitSchema = defineEntity({
  name: 'Visit',
  properties: {
    id: p.uuid().primary(),
    version: p.integer().version(),
    places: p.integer(),
    booked: p.integer(),
    title: p.string().nullable(),
  },
})
class VisitEntity extends VisitSchema.class {}
VisitSchema.setClass(VisitEntity)

/** Where a test takes hold: each is awaited, and may throw. */
export interface Hooks {
  booking?: () => Promise<void> | void
  listing?: () => Promise<void> | void
  reminding?: (reminder: number, attempt: number) => Promise<void> | void
}

export function visits(hooks: Hooks = {}): Service {
  const sendReminders = work(
    'scheduling.send-reminders',
    { input: { visitId: Id, reminders: Type.Integer() }, emits: [ReminderSent, RemindersFailed], maxAttempts: 3 },
    async ({ visitId, reminders }, state: { sent: number } | undefined, { sql: db, emit, attempt, id, now }) => {
      const reminder = (state?.sent ?? 0) + 1
      await sql`insert into reminder (work_id, reminder, sent_at) values (${id}, ${reminder}, ${now})`.execute(db)
      emit(ReminderSent, { visitId, reminder })
      await hooks.reminding?.(reminder, attempt)
      return { state: { sent: reminder }, next: reminder < reminders ? 'again' : 'done' }
    },
    async ({ visitId }, { emit }) => emit(RemindersFailed, { visitId }),
  )

  return defineService(visitsContract, {
    entities: [VisitEntity],
    migrations: [new URL('./visits-migrations/', import.meta.url)],
    handlers: [
      handle(
        PlanVisit,
        async ({ places, title }, { em, emit }) => {
          const visit = em.create(VisitEntity, { id: newId(), places, booked: 0, title: title ?? null })
          em.persist(visit)
          emit(VisitPlanned, { visitId: visit.id, places })
          await em.flush()
          return { visitId: visit.id, version: visit.version, places, booked: 0 }
        },
        { constraints: { visit_title_key: TitleTaken } },
      ),
      handle(BookPlace, async ({ visitId }, { em, emit, fail, checkVersion }) => {
        const visit = (await em.findOne(VisitEntity, { id: visitId })) ?? fail(NoSuchVisit)
        checkVersion(visit)
        if (visit.booked >= visit.places) fail(VisitFull, { places: visit.places })
        visit.booked += 1
        emit(PlaceBooked, { visitId, booked: visit.booked })
        await hooks.booking?.()
        await em.flush()
        return { visitId, version: visit.version, places: visit.places, booked: visit.booked }
      }),
      handle(SendReminders, async ({ visitId, reminders, at }, { enqueue }) => ({
        work: await enqueue(sendReminders, { visitId, reminders }, { key: visitId, ...(at ? { runAt: new Date(at) } : {}) }),
      })),
      handle(ListVisits, async ({ after, limit = 50 }, { sql: db }) => {
        await hooks.listing?.()
        const [from] = decodeCursor(after, 1) ?? ['00000000-0000-0000-0000-000000000000']
        const { rows } = await sql<{ visitId: string; version: number; places: number; booked: number }>`
          select id as "visitId", version, places, booked from visit where id > ${from} order by id limit ${limit + 1}`.execute(db)
        return pageFrom(rows, limit, ({ visitId }) => [visitId])
      }),
      handle(Describe, async ({ length }) => ({ text: 'x'.repeat(length) })),
      handle(ExportVisits, async ({ lines = 0 }) => {
        async function* csv() {
          yield 'visit\n'
          for (let line = 0; line < lines; line++) yield `${line}\n`
        }
        return csv()
      }),
    ],
    works: [sendReminders],
  })
}
