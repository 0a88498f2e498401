import { NoSuchController, OfferSharing, SharedAlready, SharingDaysInvalid, SharingOffered } from '@nlc/contracts/membership'
import { MissingScope } from '@nlc/contracts/platform'
import { handle, isNationalBody, newId, refuse, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { dayAfter } from '../employments/day.ts'
import { readOneSharing } from './read-sharing.ts'
import { subjectOf, termsOf } from './said-of-sharing.ts'
import { type Controller, SharingAgreement } from './sharing-agreement.ts'

const longestYears = 5

export const offerSharing = handle(
  OfferSharing,
  async ({ clientId, controller, dataClasses, ...terms }, { em, sql: db, caller, now, today, emit, fail }) => {
    const recipient = clientId ?? caller.client
    if (recipient !== caller.client && !isNationalBody(caller)) {
      refuse(MissingScope, { scope: 'national-body', detail: 'Only the national body offers for another client: leave clientId out.' })
    }
    const place = (await placeOf(db, controller, today)) ?? fail(NoSuchController, { controller })
    const bounds = { earliest: dayAfter(today), latest: yearsLater(today, longestYears) }
    const { reviewDay, lastDay } = terms
    if (lastDay < bounds.earliest || lastDay > bounds.latest || reviewDay > lastDay || reviewDay <= today) fail(SharingDaysInvalid, bounds)

    const open = await em.find(SharingAgreement, { clientId: recipient, ...place, state: { $in: ['offered', 'in-force'] } })
    const offer = open.find(({ state }) => state === 'offered')
    if (offer) fail(SharedAlready, { agreementId: offer.id })

    const agreement = em.create(SharingAgreement, {
      id: newId(),
      clientId: recipient,
      ...place,
      ...terms,
      dataClasses: [...dataClasses],
      state: 'offered',
      offeredAt: now,
      inPlaceOf: open[0]?.id,
    })
    em.persist(agreement)
    emit(SharingOffered, { ...subjectOf(agreement), ...termsOf(agreement), inPlaceOf: open[0]?.id })
    await em.flush()
    return readOneSharing(db, agreement.id)
  },
  { constraints: { sharing_agreement_one_offer: SharedAlready } },
)

function yearsLater(day: string, years: number): string {
  const later = new Date(day)
  later.setUTCFullYear(later.getUTCFullYear() + years)
  return later.toISOString().slice(0, 10)
}

/** An open school, or a trust that is there. */
async function placeOf(
  db: Sql,
  { kind, reference }: Controller,
  today: string,
): Promise<{ urn: string; groupId: null } | { urn: null; groupId: string } | undefined> {
  const isUrn = /^\d{6}$/.test(reference)
  if (isUrn !== (kind === 'school')) return undefined
  const { rows } = isUrn
    ? await sql`select from school s where s.urn = ${reference} and school_status_on(s.status, s.first_day, s.last_day, ${today}::date) in ('1', '3')`.execute(
        db,
      )
    : await sql`
        select from school_group g where g.id = ${reference} and g.kind in ('multi-academy-trust', 'single-academy-trust')
          and coalesce(g.last_day, 'infinity') >= ${today}::date`.execute(db)
  if (rows.length === 0) return undefined
  return isUrn ? { urn: reference, groupId: null } : { urn: null, groupId: reference }
}
