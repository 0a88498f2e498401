import type { Access } from './access-token.ts'
import { clientAs } from './demonstration-client.ts'
import { daysFrom } from './demonstration-days.ts'
import { foundingFramework } from './demonstration-framework.ts'
import { formNetworks, peopleOf, shareData } from './demonstration-networks.ts'
import { employOthers, importFile, returnStaff, seatGovernors } from './demonstration-places.ts'
import { activeSchools, closedSchool, free, schools, sharedSchools, trustSchools } from './demonstration-schools.ts'

/** Who waits longer is told how far it is. */
const quietMs = 4000

/** What to try the sandbox with: ids that nobody can know beforehand, and where to begin among those that everybody can. */
export interface Examples {
  /** URNs. */
  readonly schools: {
    readonly sharedWithIntegrator: readonly string[]
    readonly sharedWithMisVendor: readonly string[]
    readonly notShared: readonly string[]
    /** Belong to no network yet. */
    readonly free: readonly string[]
    readonly closed: string
  }
  readonly networks: { readonly active: string; readonly forming: string; readonly professional: string }
  readonly groups: { readonly trust: string }
  readonly partnerOrganisations: { readonly university: string }
  /** Ids of people. The integrator may act for all of them but the officer. */
  readonly people: {
    /** By URN; each signs for the school. */
    readonly heads: Readonly<Record<string, string>>
    readonly deputies: Readonly<Record<string, string>>
    readonly trustHead: string
    readonly authorityOfficer: string
  }
}

/**
 * Loads data to look around in, into a new sandbox, through the gateway as any client would. A start that was killed
 * halfway goes on with it: each request carries an `Idempotency-Key` that is the same every time.
 *
 * @param began when it was loaded for the first time.
 */
export async function loadDemonstration(access: Access, began: string, log: (sentence: string) => void): Promise<Examples> {
  const started = performance.now()
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1).padStart(5)
  const reached = (what: string) => {
    if (performance.now() - started > quietMs) log(`demonstration ${seconds()} s   so far: ${what}`)
  }
  const days = daysFrom(began)
  const nationalBody = await clientAs(access, 'nationalBody')

  await nationalBody.post('founding framework', '/v1/frameworks', foundingFramework)
  await importFile(nationalBody, 'establishments', days)
  reached('the schools')
  const grouped = importFile(nationalBody, 'groups', days)
  const [staff, others] = await Promise.all([
    returnStaff(nationalBody, days, grouped),
    employOthers(nationalBody, days, grouped),
    seatGovernors(nationalBody, days),
    grouped.then(() => importFile(nationalBody, 'links', days)),
  ])
  reached('their people')
  const people = peopleOf(access, staff)
  await shareData(access, people, others, days)
  reached('what they share')
  const networks = await formNetworks(access, people)

  const byUrn = (category: 'head-teacher' | 'deputy-or-assistant-head') =>
    Object.fromEntries(sharedSchools.map((urn) => [urn, people.at(urn, category)]))
  const staffCount = new Set([...staff.values()].flat().map(({ personId }) => personId)).size
  log(`demonstration ${seconds()} s   ${schools.length} schools, ${staffCount} staff, 3 networks, none of them real`)
  return {
    schools: {
      sharedWithIntegrator: sharedSchools,
      sharedWithMisVendor: [...activeSchools, ...trustSchools].sort(),
      notShared: schools.map(({ urn }) => urn).filter((urn) => !sharedSchools.includes(urn)),
      free,
      closed: closedSchool.urn,
    },
    networks,
    groups: { trust: others.trustId },
    partnerOrganisations: { university: others.university },
    people: {
      heads: byUrn('head-teacher'),
      deputies: byUrn('deputy-or-assistant-head'),
      trustHead: others.trustHead,
      authorityOfficer: others.officer,
    },
  }
}
