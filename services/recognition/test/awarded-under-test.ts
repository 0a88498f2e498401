/** An award, and what anybody can read of it, as tests of proof stand on them. */

import { ListAwards } from '@nlc/contracts/recognition'
import type { ServiceUnderTest } from '@nlc/testing'
import { givenCentre, givenFilled, givenJudges, presentedAndJudged } from './judging-under-test.ts'
import { acting, type FrameworkTerms, givenFramework, givenPerson, givenSchools } from './recognition-under-test.ts'

export interface AwardedUnderTest {
  readonly awardId: string
  readonly portfolioId: string
  readonly teacher: string
  /** The holder's token. */
  readonly as: string
  readonly leaderId: string
  readonly centreId: string
  readonly awardingBody: string
}

let bodies = 0
/** @param fill adds evidence before it is presented. */
export async function givenAward(
  recognition: ServiceUnderTest,
  more: Partial<FrameworkTerms> = {},
  fill: (portfolioId: string, as: string) => Promise<void> = async () => {},
): Promise<AwardedUnderTest> {
  bodies += 1
  const role = `x-award-verifier-${bodies}`
  const awardingBody = { code: `body-${bodies}`, name: `Awarding Body ${bodies}` }
  const code = await givenFramework(recognition, { judgedBy: role, moderatedPercent: 0, awardingBody, ...more })
  const [urn] = await givenSchools(recognition, 1)
  const teacher = await givenPerson(recognition, { urns: [urn!] })
  const as = await acting(teacher)
  const judges = await givenJudges(recognition, 2, role)
  const { centreId, leaderId } = await givenCentre(recognition)
  const portfolioId = await givenFilled(recognition, code, teacher)
  await fill(portfolioId, as)
  await presentedAndJudged(recognition, { portfolioId, personId: teacher, centreId, judges })
  const { items } = await recognition.ask(ListAwards, {}, { as })
  return { awardId: items[0]!.id, portfolioId, teacher, as, leaderId, centreId, awardingBody: awardingBody.code }
}

/** What stands at a path of the service's own HTTP. */
export async function read(recognition: ServiceUnderTest, path: string, as?: string): Promise<Response> {
  return fetch(`${recognition.url}${path}`, { headers: as === undefined ? {} : { authorization: `Bearer ${as}` } })
}

export interface Proof {
  readonly credential: Record<string, unknown>
  readonly jwt: string
  readonly did: Record<string, unknown> & { readonly id: string }
  readonly list: Record<string, unknown> & { readonly id: string }
  readonly listJwt: string
}

export async function proofOf(recognition: ServiceUnderTest, { awardId, as, awardingBody }: AwardedUnderTest): Promise<Proof> {
  const path = `/v1/awarding-bodies/${awardingBody}`
  const [credential, jwt, did, list, listJwt] = await Promise.all([
    read(recognition, `/v1/awards/${awardId}/credential`, as).then((answer) => answer.json()),
    read(recognition, `/v1/awards/${awardId}/credential.jwt`, as).then((answer) => answer.text()),
    read(recognition, `${path}/did.json`).then((answer) => answer.json()),
    read(recognition, `${path}/status-lists/1`).then((answer) => answer.json()),
    read(recognition, `${path}/status-lists/1/list.jwt`).then((answer) => answer.text()),
  ])
  return { credential, jwt, did, list, listJwt } as Proof
}
