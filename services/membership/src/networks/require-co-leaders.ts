import {
  CoLeaderFromOutside,
  CoLeaderNamedTwice,
  CoLeaderNotAtSchool,
  CoLeadersFromOneSchool,
  OneSuppliesTooMany,
  type ruleOneOfCoLeaders,
  TooFewCoLeaders,
} from '@nlc/contracts/membership'
import type { Fail, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { type Breach, breachOf, type Facts, type Nominee } from './co-leader-rule.ts'
import type { NetworkKind } from './network.ts'

type FailRule = Fail<(typeof ruleOneOfCoLeaders)[number]>

/**
 * Refuses a set of co-leaders that breaks the rule on this day, saying who or what does.
 * @returns them by the records that are kept, where records were merged.
 */
export async function requireCoLeaders(
  db: Sql,
  fail: FailRule,
  day: string,
  {
    kind,
    coLeaders,
    schools,
  }: { kind: NetworkKind; coLeaders: readonly { personId: string; urn?: string | undefined }[]; schools: readonly string[] },
): Promise<Nominee[]> {
  const kept = await keptRecords(
    db,
    coLeaders.map(({ personId }) => personId),
  )
  const nominees = coLeaders.map(({ personId, urn }) => ({ personId: kept.get(personId.toLowerCase()) ?? personId, urn }))
  const breach = breachOf(kind, nominees, new Set(schools), await factsOn(db, day, nominees))
  if (breach) refuse(breach, fail)
  return nominees
}

function refuse(breach: Breach, fail: FailRule): never {
  switch (breach.breach) {
    case 'too-few': {
      const { named, minimum } = breach
      return fail(TooFewCoLeaders, { named, minimum, detail: `${named} named, ${minimum} needed.` })
    }
    case 'named-twice': {
      const { personIds } = breach
      return fail(CoLeaderNamedTwice, { personIds, detail: `Named more than once: ${personIds.join(', ')}.` })
    }
    case 'from-outside':
      return fail(CoLeaderFromOutside, {
        coLeaders: shown(breach.coLeaders),
        detail: `Not from a school of the network: ${said(breach.coLeaders)}.`,
      })
    case 'not-at-school':
      return fail(CoLeaderNotAtSchool, {
        coLeaders: shown(breach.coLeaders),
        detail: `Neither works there nor is a governor: ${said(breach.coLeaders)}.`,
      })
    case 'one-school': {
      const { urn, personIds } = breach
      return fail(CoLeadersFromOneSchool, { urn, personIds, detail: `All ${personIds.length} come from school ${urn}.` })
    }
    case 'supplies-too-many': {
      const { supplier, code, personIds, of } = breach
      return fail(OneSuppliesTooMany, {
        supplier,
        code,
        personIds,
        of,
        detail: `${spoken[supplier]} ${code} supplies ${personIds.length} of the ${of}.`,
      })
    }
  }
}

const spoken = { school: 'School', trust: 'Trust', federation: 'Federation', 'shared-head': 'The head shared by their schools, person' }
const said = (coLeaders: readonly Nominee[]) => coLeaders.map(({ personId, urn }) => (urn ? `${personId} at ${urn}` : personId)).join(', ')
const shown = (coLeaders: readonly Nominee[]) =>
  coLeaders.map(({ personId, urn }) => (urn === undefined ? { personId } : { personId, urn }))

async function keptRecords(db: Sql, personIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; kept: string }>`
    select id, coalesce(merged_into, id) as kept from person where id = any(${personIds}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, kept }) => [id, kept]))
}

async function factsOn(db: Sql, day: string, nominees: readonly Nominee[]): Promise<Facts> {
  const personIds = nominees.map(({ personId }) => personId)
  const urns = [...new Set(nominees.flatMap(({ urn }) => (urn === undefined ? [] : [urn])))]
  const { rows: people } = await sql<{
    personId: string
  }>`select id as "personId" from person where id = any(${personIds}::uuid[])`.execute(db)
  const { rows: places } = await sql<{ personId: string; urn: string }>`
    select distinct pp.person_id as "personId", pp.urn from person_place pp
    where pp.person_id = any(${personIds}::uuid[]) and pp.urn = any(${urns}::text[])
      and ${day}::date between pp.first_day and coalesce(pp.last_day, 'infinity')`.execute(db)
  const { rows: groups } = await sql<{ urn: string; groupId: string; kind: string }>`
    select gs.urn, gs.group_id as "groupId", gs.kind from group_school gs
    where gs.urn = any(${urns}::text[]) and ${day}::date between gs.first_day and coalesce(gs.last_day, 'infinity')
      and (gs.kind like '%-trust' or gs.kind = 'federation')`.execute(db)
  const { rows: heads } = await sql<{ urn: string; personId: string }>`
    select u.urn, s.person_id as "personId" from unnest(${urns}::text[]) u (urn), school_signatories(u.urn, ${day}::date) s
    where s.ground = 'head-teacher'`.execute(db)

  const known = new Set(people.map(({ personId }) => personId))
  const at = new Set(places.map(({ personId, urn }) => `${personId} ${urn}`))
  const groupsOf = (urn: string, federation: boolean) =>
    groups.filter((group) => group.urn === urn && (group.kind === 'federation') === federation).map(({ groupId }) => groupId)
  return {
    isAt: (personId, urn) => (urn === undefined ? known.has(personId) : at.has(`${personId} ${urn}`)),
    trustsOf: (urn) => groupsOf(urn, false),
    federationsOf: (urn) => groupsOf(urn, true),
    headsOf: (urn) => heads.filter((head) => head.urn === urn).map(({ personId }) => personId),
  }
}
