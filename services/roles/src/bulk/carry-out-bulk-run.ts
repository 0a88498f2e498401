import { BulkRunDone, BulkRunId, BulkRunStopped, EndAppointment, NoSuchAppointment, OfferAppointment } from '@nlc/contracts/roles'
import { firstDayOfYear, lastDayOfYear } from '@nlc/known/academic-year'
import { later } from '@nlc/known/day'
import { type ProblemDocument, Refusal, type Step, type WorkContext, work } from '@nlc/runtime'
import { sql } from 'kysely'
import { type Appointment, heldPeriods, isLiving } from '../appointments/appointment.ts'
import { appointmentColumns } from '../appointments/appointment-record.ts'
import { endAppointment } from '../appointments/end-appointment.ts'
import { offerAppointment } from '../appointments/offer-appointment.ts'
import { lastDayOf, placeOf } from '../appointments/period.ts'
import { applyCommand } from './apply-command.ts'
import { type BulkRun, callerOf, countsOf, lockBulkRun, subjectOf } from './bulk-run.ts'

/** So few that what a step holds, others wait for no longer than for a command. */
const itemsInStep = 10

const emits = [...OfferAppointment.emits, ...EndAppointment.emits, BulkRunDone, BulkRunStopped] as const
type Context = WorkContext<(typeof emits)[number]>

interface Outcome {
  readonly number: number
  readonly outcome: 'done' | 'refused' | 'nothing-to-do'
  readonly newAppointmentId: string | null
  readonly problem: ProblemDocument | null
}

/** A few at a time, and then whoever else waits in the lane; what a step did, and what came of it, commit together. */
export const carryOutBulkRun = work(
  'roles.carry-out-bulk-run',
  { input: { bulkRunId: BulkRunId }, emits, background: true },
  async ({ bulkRunId }, _, context): Promise<Step<null>> => {
    const { sql: db, now, emit } = context
    const run = await lockBulkRun(db, bulkRunId)
    if (!run || run.state === 'done' || run.state === 'stopped') return { state: null, next: 'done' }
    const { rows: items } = await sql<{ number: number; appointmentId: string }>`
      select number, appointment_id as "appointmentId" from bulk_item
      where bulk_run_id = ${bulkRunId} and outcome = 'waiting' order by number limit ${itemsInStep + 1}`.execute(db)
    const outcomes: Outcome[] = []
    for (const { number, appointmentId } of items.slice(0, itemsInStep))
      outcomes.push({ number, ...(await carryOut(context, run, appointmentId)) })
    const isLast = items.length <= itemsInStep
    const after = await note(context, run, outcomes, isLast)
    if (!isLast) return { state: null, next: now }
    emit(BulkRunDone, { ...subjectOf(after), ...countsOf(after) })
    return { state: null, next: 'done' }
  },
  async ({ bulkRunId }, { sql: db, now, emit }) => {
    const run = await lockBulkRun(db, bulkRunId)
    if (!run || run.state === 'done' || run.state === 'stopped') return
    await sql`
      update bulk_run set state = 'stopped', version = version + 1, ended_at = ${now.toISOString()}::timestamptz where id = ${bulkRunId}`.execute(
      db,
    )
    emit(BulkRunStopped, { ...subjectOf(run), ...countsOf(run) })
  },
)

async function note({ sql: db, now }: Context, run: BulkRun, outcomes: readonly Outcome[], isLast: boolean): Promise<BulkRun> {
  await sql`
    update bulk_item i set outcome = o.outcome, new_appointment_id = o."newAppointmentId", problem = nullif(o.problem, 'null')
    from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) as o(number integer, outcome text, "newAppointmentId" uuid, problem jsonb)
    where i.bulk_run_id = ${run.id} and i.number = o.number`.execute(db)
  const count = (outcome: Outcome['outcome']) => outcomes.filter((one) => one.outcome === outcome).length
  const after = {
    ...run,
    done: run.done + count('done'),
    refused: run.refused + count('refused'),
    nothingToDo: run.nothingToDo + count('nothing-to-do'),
  }
  await sql`
    update bulk_run set state = ${isLast ? 'done' : 'running'}, version = version + ${isLast ? 1 : 0}, done = ${after.done},
      refused = ${after.refused}, nothing_to_do = ${after.nothingToDo}, ended_at = ${isLast ? now.toISOString() : null}::timestamptz
    where id = ${run.id}`.execute(db)
  return after
}

const nothingToDo = { outcome: 'nothing-to-do', newAppointmentId: null, problem: null } as const
const refusedWith = (problem: ProblemDocument) => ({ outcome: 'refused', newAppointmentId: null, problem }) as const

async function carryOut(context: Context, run: BulkRun, appointmentId: string): Promise<Omit<Outcome, 'number'>> {
  const { rows } = await sql<Appointment>`select ${appointmentColumns} from appointment a where a.id = ${appointmentId}`.execute(
    context.sql,
  )
  const [appointment] = rows
  if (!appointment || (run.networkId !== null && appointment.networkId !== run.networkId))
    return refusedWith(new Refusal(NoSuchAppointment).document())
  // Named, and not of those that were meant.
  const place = heldPeriods(appointment).at(-1)
  if ((run.roleCode !== null && appointment.roleCode !== run.roleCode) || (run.urn !== null && place?.urn !== run.urn)) return nothingToDo
  return run.kind === 'ending' ? end(context, run, appointment) : rollOver(context, run, appointment)
}

async function end(context: Context, run: BulkRun, appointment: Appointment): Promise<Omit<Outcome, 'number'>> {
  const lastDay = run.lastDay!
  const held = heldPeriods(appointment)
  const last = held.length > 0 ? lastDayOf(held) : null
  if (appointment.stage === 'confirmed' && last !== null && last <= lastDay) return nothingToDo
  const applied = await applyCommand(
    endAppointment,
    { appointmentId: appointment.id, lastDay, reason: run.reason! },
    { ...context, ...asRun(run) },
  )
  return 'problem' in applied ? refusedWith(applied.problem) : { outcome: 'done', newAppointmentId: null, problem: null }
}

async function rollOver(context: Context, run: BulkRun, appointment: Appointment): Promise<Omit<Outcome, 'number'>> {
  const year = run.academicYear!
  const firstDay = later(firstDayOfYear(year), context.today)
  const lastDay = lastDayOfYear(year)
  const held = heldPeriods(appointment)
  const ending = held.at(-1)
  // It never was, or goes on by itself.
  if (!isLiving(appointment) || !ending || ending.lastDay === null || ending.lastDay >= firstDay) return nothingToDo
  const { personId, networkId, roleCode, subject } = appointment
  const { rows: there } = await sql`
    select from appointment_period p where p.person_id = ${personId} and p.network_id = ${networkId} and p.role_code = ${roleCode}
      and p.subject is not distinct from ${subject} and coalesce(p.urn, p.group_id::text, p.organisation_id::text, '') = ${placeOf(ending)}
      and p.days && daterange(${firstDay}::date, ${lastDay}::date, '[]') limit 1`.execute(context.sql)
  if (there.length > 0) return nothingToDo
  const { affiliation, urn, groupId, organisationId, minutesPerWeek, share } = ending
  const input = {
    personId,
    networkId,
    roleCode,
    ...(subject !== null && { subject }),
    firstDay,
    lastDay,
    affiliation,
    ...(urn !== null && { urn }),
    ...(groupId !== null && { groupId }),
    ...(organisationId !== null && { organisationId }),
    minutesPerWeek,
    share,
  }
  const applied = await applyCommand(offerAppointment, input, { ...context, ...asRun(run) })
  if ('problem' in applied) return refusedWith(applied.problem)
  return { outcome: 'done', newAppointmentId: run.dryRun ? null : (applied.answer as { id: string }).id, problem: null }
}

const asRun = (run: BulkRun) => ({ caller: callerOf(run), dryRun: run.dryRun })
