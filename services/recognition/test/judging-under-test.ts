/** Portfolios that are presented and judged, as tests stand on them. */

import {
  AddEvidence,
  DescribeJourney,
  GiveJudgement,
  ListAssignments,
  OpenCentre,
  type Presentation,
  PresentPortfolio,
} from '@nlc/contracts/recognition'
import { AppointmentConfirmed, AppointmentEnded } from '@nlc/contracts/roles'
import { newId } from '@nlc/runtime'
import type { ServiceUnderTest } from '@nlc/testing'
import type { Static } from 'typebox'
import { acting, enrolled, founding, givenPerson, givenSchools, theNationalBody } from './recognition-under-test.ts'

const said = (id: string, version: number, personId: string, roleCode: string, lastDay: string) => {
  const period = { firstDay: '2020-09-01', lastDay, affiliation: 'network' as const, minutesPerWeek: 60, share: 1 }
  return {
    id,
    version,
    personId,
    networkId: newId(),
    roleCode,
    state: 'active' as const,
    ...period,
    periods: [{ ...period, paused: false }],
    recordedAt: '2020-09-01T08:00:00.000Z',
  }
}

/** Somebody holds a role. @returns the appointment's id. */
export async function givenRole(recognition: ServiceUnderTest, personId: string, roleCode = 'verifier'): Promise<string> {
  const id = newId()
  await recognition.given(AppointmentConfirmed, { appointmentId: id, appointment: said(id, 1, personId, roleCode, '2099-08-31') })
  return id
}

export const roleEnds = async (recognition: ServiceUnderTest, id: string, personId: string, roleCode = 'verifier') =>
  recognition.given(AppointmentEnded, {
    appointmentId: id,
    appointment: said(id, 2, personId, roleCode, '2020-12-31'),
    lastDay: '2020-12-31',
  })

/** People each at a school of their own, with this role. */
export async function givenJudges(recognition: ServiceUnderTest, count: number, roleCode = 'verifier'): Promise<string[]> {
  const people: string[] = []
  for (const urn of await givenSchools(recognition, count)) {
    const personId = await givenPerson(recognition, { urns: [urn] })
    await givenRole(recognition, personId, roleCode)
    people.push(personId)
  }
  return people
}

/** @returns its id, and who leads it. */
export async function givenCentre(recognition: ServiceUnderTest): Promise<{ centreId: string; leaderId: string }> {
  const leaderId = await givenPerson(recognition)
  const { id } = await recognition.ask(OpenCentre, { name: 'The centre', leaderIds: [leaderId] }, { as: await theNationalBody() })
  return { centreId: id, leaderId }
}

/** With a journey and an item of evidence of every dimension of the founding framework. @returns its id. */
export async function givenFilled(recognition: ServiceUnderTest, frameworkCode: string, personId: string, stage = '1'): Promise<string> {
  const as = await acting(personId)
  const { id: portfolioId } = await enrolled(recognition, frameworkCode, personId, stage)
  await recognition.ask(DescribeJourney, { portfolioId, title: 'Talk in mathematics', journey: 'How talk helps.' }, { as })
  const dimensions = founding.dimensions.map(({ code }) => code)
  await recognition.ask(AddEvidence, { portfolioId, kind: 'text', title: 'Notes', text: 'What I did.', dimensions }, { as })
  return portfolioId
}

export async function present(
  recognition: ServiceUnderTest,
  portfolioId: string,
  personId: string,
  centreId: string,
): Promise<Static<typeof Presentation>> {
  const presentation = await recognition.ask(PresentPortfolio, { portfolioId, centreId }, { as: await acting(personId) })
  await recognition.idle()
  return presentation
}

/** Those of these people who are to judge it, each with their assignment. */
export async function assignedOf(recognition: ServiceUnderTest, people: readonly string[], presentationId: string) {
  const found = []
  for (const judge of people) {
    const as = await acting(judge)
    const { items } = await recognition.ask(ListAssignments, { state: 'open' }, { as })
    for (const assignment of items) if (assignment.presentationId === presentationId) found.push({ judge, as, assignment })
  }
  return found
}

/** @param notMet dimensions of which not every criterion is met. */
export const judgement = (notMet: readonly string[] = []) =>
  founding.dimensions.map(({ code, criteria }) => ({
    code,
    criteriaMet: criteria.map(() => !notMet.includes(code)),
    ...(notMet.includes(code) && { comment: `More of ${code}, please.` }),
  }))

export async function judge(
  recognition: ServiceUnderTest,
  { as, assignment }: { as: string; assignment: { id: string } },
  notMet: readonly string[] = [],
) {
  const judged = await recognition.ask(GiveJudgement, { assignmentId: assignment.id, dimensions: judgement(notMet) }, { as })
  await recognition.idle()
  return judged
}

/** Presented and judged by two, who find this missing. */
export async function presentedAndJudged(
  recognition: ServiceUnderTest,
  { portfolioId, personId, centreId, judges }: { portfolioId: string; personId: string; centreId: string; judges: readonly string[] },
  notMet: readonly string[] = [],
): Promise<Static<typeof Presentation>> {
  const presentation = await present(recognition, portfolioId, personId, centreId)
  for (const assigned of await assignedOf(recognition, judges, presentation.id)) await judge(recognition, assigned, notMet)
  return presentation
}
