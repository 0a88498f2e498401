/** What is asked of the conditions on which a role is to be held, by a command: what befalls it later is not asked. */
import {
  NoSchoolTime,
  NotAffiliated,
  NotEligible,
  NotInNetwork,
  OnePlaceNeeded,
  OverPersonCap,
  OverRoleCap,
  RoleIsFull,
} from '@nlc/contracts/roles'
import type { Fail, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Role } from '../role-definitions/read-roles.ts'
import { type Appointment, heldPeriods } from './appointment.ts'
import { exceeded, type Taken } from './capacity.ts'
import { type Affiliation, type Conditions, type Period, type Through, takesTime } from './period.ts'

interface SaidThrough {
  readonly affiliation?: Affiliation | undefined
  readonly urn?: string | undefined
  readonly groupId?: string | undefined
  readonly organisationId?: string | undefined
}

/** Through what it is held, as far as anything of that is said; undefined where nothing is. */
export function saidThrough({ affiliation, urn, groupId, organisationId }: SaidThrough): Through | undefined {
  if ([affiliation, urn, groupId, organisationId].every((said) => said === undefined)) return undefined
  return {
    affiliation:
      affiliation ?? (organisationId !== undefined ? 'partner' : urn !== undefined || groupId !== undefined ? 'employment' : 'network'),
    urn: urn ?? null,
    groupId: groupId ?? null,
    organisationId: organisationId ?? null,
  }
}

/** Staff and governors are of a school or a group (an authority's officers of none), partners of an organisation, a network's people of it. */
export function requireOnePlace(fail: Fail<typeof OnePlaceNeeded>, { affiliation, urn, groupId, organisationId }: Through): void {
  const named = [urn, groupId, organisationId].filter((place) => place !== null).length
  const fits =
    affiliation === 'network'
      ? named === 0
      : affiliation === 'partner'
        ? named === 1 && organisationId !== null
        : organisationId === null && (named === 1 || (named === 0 && affiliation === 'employment'))
  if (!fits) fail(OnePlaceNeeded)
}

type FailAffiliation = Fail<typeof NotAffiliated | typeof NotInNetwork | typeof NotEligible>
interface Place {
  urn: string | null
  groupId: string | null
  organisationId: string | null
}

/**
 * On a day the person is there, that belongs to the network, and the role is open to somebody in that category. Whether a school
 * belongs to the network is asked first: of people of other schools nothing is told, not even that there are such.
 */
export async function requireAffiliation(
  db: Sql,
  fail: FailAffiliation,
  { networkId, personId, role }: { networkId: string; personId: string; role: Role },
  through: Through,
  day: string,
): Promise<void> {
  const { urn } = through
  if (urn !== null) {
    const { rows } = await sql`
      select from known_network n where n.id = ${networkId}::uuid and n.kind = 'school-network' and not exists (
        select from known_network_school s where s.network_id = n.id and s.urn = ${urn}
          and ${day}::date between s.first_day and coalesce(s.last_day, 'infinity'))`.execute(db)
    if (rows.length > 0) fail(NotInNetwork, { day })
  }
  const { rows: here } = await sql<Place & { affiliation: string; staffCategory: string | null }>`
    select affiliation, urn, group_id as "groupId", organisation_id as "organisationId", staff_category as "staffCategory"
    from affiliations_of(${personId}::uuid, ${day}::date) a where a.affiliation <> 'network' or a.network_id = ${networkId}::uuid`.execute(
    db,
  )
  const { rows: within } = await sql<Place & { affiliation: string }>`
    select affiliation, urn, group_id as "groupId", organisation_id as "organisationId"
    from affiliations_with(${networkId}::uuid, ${personId}::uuid, ${day}::date)`.execute(db)
  const isThis = (place: Place & { affiliation: string }) =>
    place.affiliation === through.affiliation &&
    place.urn === urn &&
    place.groupId === through.groupId &&
    place.organisationId === through.organisationId
  const matching = here.filter(isThis)
  if (matching.length === 0) fail(NotAffiliated, { day })
  if (!within.some(isThis)) fail(NotInNetwork, { day })

  const eligible = role.eligibleCategories
  if (eligible === undefined) return
  // Being of a network says nothing of what somebody is: what they are elsewhere does.
  const categories = (through.affiliation === 'network' ? here : matching).map(({ staffCategory }) => staffCategory)
  if (!categories.some((category) => category !== null && eligible.some((one) => one === category)))
    fail(NotEligible, { eligibleCategories: [...eligible] as never })
}

/** As many minutes as the role allows for such a share, and none where there is nobody to release them. */
export function requireMinutes(fail: Fail<typeof NoSchoolTime | typeof OverRoleCap>, role: Role, conditions: Conditions): void {
  const maxMinutesPerWeek = Math.floor(Math.round(role.maxMinutesPerWeek * conditions.share * 100) / 100)
  if (conditions.minutesPerWeek > maxMinutesPerWeek) fail(OverRoleCap, { maxMinutesPerWeek })
  if (conditions.minutesPerWeek > 0 && !takesTime(conditions)) fail(NoSchoolTime)
}

/**
 * There is room for what an appointment takes now and did not take before: among the person's minutes, and among the holders of the
 * role. The gates of the person and of the role are passed before.
 */
export async function requireRoom(
  db: Sql,
  fail: Fail<typeof OverPersonCap | typeof RoleIsFull>,
  role: Role,
  now: Appointment,
  before: readonly Period[] = [],
): Promise<void> {
  const periods = heldPeriods(now)
  const { rows: cap } = await sql<{ most: number }>`select max_minutes_per_week as most from person_allowance`.execute(db)
  const maxMinutesPerWeek = cap[0]!.most
  const days = sql`lower(p.days) as "firstDay", (upper(p.days) - 1) as "lastDay"`
  const { rows: minutes } = await sql<Taken>`
    select ${days}, p.minutes_per_week as amount from appointment_period p
    where p.person_id = ${now.personId}::uuid and p.appointment_id <> ${now.id}::uuid and not p.paused and p.minutes_per_week > 0`.execute(
    db,
  )
  const tooMany = exceeded(periods, before, minutes, ({ minutesPerWeek }) => minutesPerWeek, maxMinutesPerWeek)
  if (tooMany) fail(OverPersonCap, { maxMinutesPerWeek, otherMinutes: tooMany.taken, day: tooMany.day })

  if (role.maxHolders === undefined) return
  const { rows: shares } = await sql<Taken>`
    select ${days}, p.share as amount from appointment_period p
    where p.network_id = ${now.networkId}::uuid and p.role_code = ${now.roleCode} and p.subject is not distinct from ${now.subject}
      and p.appointment_id <> ${now.id}::uuid and not p.paused`.execute(db)
  const full = exceeded(periods, before, shares, ({ share }) => share, role.maxHolders)
  if (full) fail(RoleIsFull, { maxHolders: role.maxHolders, held: full.taken, day: full.day })
}
