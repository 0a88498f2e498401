import {
  EmploymentChanged,
  EmploymentCorrected,
  EmploymentEnded,
  EmploymentStarted,
  PersonChanged,
  PersonRegistered,
  type returnEvents,
  StaffQuestionLapsed,
  StaffQuestionRaised,
} from '@nlc/contracts/membership'
import type { Change, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { writeEmployments } from '../employments/employment-record.ts'
import { lastDayOf, periodOn } from '../employments/period.ts'
import { eventPeriod, eventPeriods } from '../employments/shown-employment.ts'
import { recordEmails } from '../people/work-emails.ts'
import type { PersonChange } from './person-change.ts'
import type { Plan } from './plan-return.ts'
import type { Sender } from './read-known.ts'

type EmploymentEvents =
  | typeof PersonRegistered
  | typeof PersonChanged
  | typeof EmploymentStarted
  | typeof EmploymentChanged
  | typeof EmploymentEnded
  | typeof EmploymentCorrected
export type ReturnEvents = (typeof returnEvents)[number]

/** Writes the people and employments of a plan, and says what happened to each. */
export async function applyPlan(
  db: Sql,
  { clientId, urn, extractedAt }: Sender,
  plan: Plan,
  emit: Change<EmploymentEvents>['emit'],
): Promise<void> {
  await writePeople(db, clientId, plan.people)
  for (const { id, isNew, what } of plan.people) {
    if (isNew) emit(PersonRegistered, { personId: id })
    else emit(PersonChanged, { personId: id, what: [...what] })
  }
  await writeEmployments(
    db,
    plan.employments.map(({ record }) => record),
  )
  for (const { record, started, effects } of plan.employments) {
    const who = { employmentId: record.id, personId: record.personId }
    if (started) emit(EmploymentStarted, { ...who, ...eventPeriod(record.periods[0]!) })
    // A correction says all that holds: what else changed with it, too.
    else if (effects.includes('corrected'))
      emit(EmploymentCorrected, { ...who, periods: eventPeriods(record.periods), endReason: record.endReason ?? undefined })
    else
      for (const effect of effects) {
        if (effect === 'corrected') continue
        if ('changed' in effect) emit(EmploymentChanged, { ...who, ...eventPeriod(effect.changed) })
        else
          emit(EmploymentEnded, {
            ...who,
            urns: periodOn(record.periods, effect.ended).urns,
            lastDay: lastDayOf(record.periods)!,
            reason: record.endReason!,
          })
      }
  }
  await sql`
    insert into staff_reference (client_id, urn, reference, person_id, employment_id, last_seen_at)
    select ${clientId}, ${urn}, r.reference, r."personId", r."employmentId", ${extractedAt}
    from jsonb_to_recordset(${JSON.stringify(plan.references)}::jsonb) as r(reference text, "personId" uuid, "employmentId" uuid)
    on conflict (client_id, urn, reference) do update
      set person_id = excluded.person_id, employment_id = excluded.employment_id, last_seen_at = excluded.last_seen_at`.execute(db)
}

async function writePeople(db: Sql, clientId: string, people: readonly PersonChange[]): Promise<void> {
  const fresh = JSON.stringify(people.filter(({ isNew }) => isNew))
  await sql`
    insert into person (id, given_name, middle_name, family_name, known_as, trn, registered_by, changed_at)
    select r.id, r.name ->> 'given', r.name ->> 'middle', r.name ->> 'family', r.name ->> 'knownAs', r.trn, ${clientId}, domain_now()
    from jsonb_to_recordset(${fresh}::jsonb) as r(id uuid, name jsonb, trn text)`.execute(db)
  await sql`
    insert into person_email (person_id, address, verified)
    select r.id, e.address, e.verified
    from jsonb_to_recordset(${fresh}::jsonb) as r(id uuid, emails jsonb), jsonb_to_recordset(r.emails) as e(address text, verified boolean)`.execute(
    db,
  )
  for (const { id, name, trn, emails } of people.filter(({ isNew }) => !isNew)) {
    const names =
      name &&
      sql`given_name = ${name.given ?? null}, middle_name = ${name.middle ?? null}, family_name = ${name.family}, known_as = ${name.knownAs ?? null},`
    await sql`
      update person set ${names ?? sql``} trn = coalesce(${trn ?? null}, trn), version = version + 1, changed_at = domain_now()
      where id = ${id}::uuid`.execute(db)
    if (emails) await recordEmails(db, id, emails)
  }
}

/** Raises what the plan asks, and closes what it makes needless. */
export async function askQuestions(
  db: Sql,
  { clientId, urn, extractedAt }: Sender,
  now: Date,
  plan: Plan,
  emit: Change<ReturnEvents>['emit'],
): Promise<void> {
  for (const id of plan.lapsed) emit(StaffQuestionLapsed, { questionId: id, urn })
  await sql`update staff_question set state = 'lapsed', item = null where id = any (${plan.lapsed}::uuid[])`.execute(db)
  await sql`
    insert into staff_question (id, urn, client_id, kind, state, asked_at, extracted_at, person_id, employment_id, reference, item, candidates)
    select r.id, ${urn}, ${clientId}, r.kind, 'open', ${now}, ${extractedAt}, r."personId", r."employmentId", r.item ->> 'reference', r.item, r.candidates
    from jsonb_to_recordset(${JSON.stringify(plan.questions)}::jsonb) as r(
      id uuid, kind text, "personId" uuid, "employmentId" uuid, item jsonb, candidates uuid[])
    on conflict (id) do update set extracted_at = excluded.extracted_at, item = excluded.item, candidates = excluded.candidates`.execute(db)
  for (const { id, kind, isNew, personId, employmentId } of plan.questions) {
    if (isNew) emit(StaffQuestionRaised, { questionId: id, urn, kind, personId, employmentId })
  }
}
