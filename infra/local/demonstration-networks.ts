/** The demonstration's networks, and what its schools share: by the calls that people make through an integrator's software. */
import type { Access } from './access-token.ts'
import { clientAs, type DemonstrationClient, inParallel } from './demonstration-client.ts'
import type { DemonstrationDays } from './demonstration-days.ts'
import type { StaffCategory } from './demonstration-people.ts'
import type { Others, StaffBySchool } from './demonstration-places.ts'
import { activeSchools, formingSchools, free, trustSchools } from './demonstration-schools.ts'

export interface People {
  /** A client that acts for a person. Each is asked for a token once. */
  through(role: 'nationalBody' | 'integrator', person: string): Promise<DemonstrationClient>
  /** The first of a category at a school. */
  at(urn: string, category: StaffCategory): string
}

export function peopleOf(access: Access, staff: StaffBySchool): People {
  const acting = new Map<string, Promise<DemonstrationClient>>()
  return {
    through(role, person) {
      const key = `${role} ${person}`
      const client = acting.get(key) ?? clientAs(access, role, person)
      acting.set(key, client)
      return client
    },
    at: (urn, category) => staff.get(urn)!.find(({ staffCategory }) => staffCategory === category)!.personId,
  }
}

const purposes = {
  integrator: 'The network’s web site: who leads what, and who visits whom.',
  misVendor: 'Roles in networks, shown beside the timetable in the school’s management information system.',
} as const

/** Offered by the client that receives; signed through the national body's software, for no client sees the school before. */
export async function shareData(access: Access, people: People, others: Others, days: DemonstrationDays): Promise<void> {
  const trust = { kind: 'trust', reference: others.trustId, signatory: others.trustHead }
  const school = (urn: string) => ({ kind: 'school', reference: urn, signatory: people.at(urn, 'head-teacher') })
  const shared = {
    integrator: [trust, ...[...activeSchools, ...formingSchools, ...free].map(school)],
    misVendor: [trust, ...activeSchools.map(school)],
  }
  await Promise.all(
    (['integrator', 'misVendor'] as const).map(async (role) => {
      const recipient = await clientAs(access, role)
      const nationalBody = await clientAs(access, 'nationalBody')
      await inParallel(shared[role], async ({ kind, reference, signatory }) => {
        const key = `sharing ${role} ${reference}`
        // A vendor keeps no sharing agreements itself: the national body offers them for it.
        const offering = role === 'integrator' ? recipient : nationalBody
        const { id } = await offering.post(`${key} offer`, '/v1/sharing-agreements', {
          ...(role === 'misVendor' && { clientId: access.clients.misVendor.id }),
          controller: { kind, reference },
          purpose: purposes[role],
          lawfulBasis: 'public-task',
          dataClasses: [
            'schools-memberships',
            'people',
            'employments',
            'roles',
            ...(role === 'integrator' ? ['activities', 'recognition'] : ['cover']),
          ],
          reviewDay: days.reviewDay,
          lastDay: days.sharedUntil,
        })
        const signing = await people.through('nationalBody', signatory)
        await signing.post(`${key} signature`, `/v1/sharing-agreements/${id}/signature`)
      })
    }),
  )
}

interface Proposed {
  readonly key: string
  readonly kind: 'school-network' | 'professional-network'
  readonly name: string
  readonly focus: string
  readonly learningLevels: readonly string[]
  readonly schools?: readonly string[]
  readonly coLeaders: readonly { readonly personId: string; readonly urn: string }[]
}

/** Applied for, taken up, approved. */
async function becomeNetwork({ key, ...application }: Proposed, people: People, nationalBody: DemonstrationClient): Promise<string> {
  const applicant = await people.through('integrator', application.coLeaders[0]!.personId)
  const { id } = await applicant.post(`${key} application`, '/v1/applications', application)
  await applicant.post(`${key} submission`, `/v1/applications/${id}/submission`)
  await nationalBody.post(`${key} review`, `/v1/applications/${id}/review`)
  const decided = await nationalBody.post(`${key} decision`, `/v1/applications/${id}/decision`, { decision: 'approve-funded' })
  return decided.networkId
}

const agreementText = `We learn with, from and on behalf of each other.

1. Each school gives its role holders the time that was agreed with them, and hosts in its turn.
2. What we see in each other's classrooms is for learning. It is never used for appraisal.
3. Every school has one voice in the steering group, whatever its size.
4. What we find out we write down, and share with other networks.`

async function issueAgreement(key: string, networkId: string, coLeader: DemonstrationClient, nationalBody: DemonstrationClient) {
  const { id } = await coLeader.post(`${key} agreement`, `/v1/networks/${networkId}/agreements`, { text: agreementText })
  await nationalBody.post(`${key} issue`, `/v1/agreements/${id}/issue`)
  return id as string
}

export interface Networks {
  readonly active: string
  readonly forming: string
  readonly professional: string
}

export async function formNetworks(access: Access, people: People): Promise<Networks> {
  const nationalBody = await clientAs(access, 'nationalBody')
  const [active, forming, professional] = await Promise.all([
    wenford(people, nationalBody),
    calderValley(people, nationalBody),
    engage(people, nationalBody),
  ])
  return { active, forming, professional }
}

/** Signed by all. */
async function wenford(people: People, nationalBody: DemonstrationClient): Promise<string> {
  const coLeaders = [
    { personId: people.at('900001', 'deputy-or-assistant-head'), urn: '900001' },
    { personId: people.at('900002', 'middle-leader'), urn: '900002' },
    { personId: people.at('900003', 'head-teacher'), urn: '900003' },
  ]
  const networkId = await becomeNetwork(
    {
      key: 'wenford',
      kind: 'school-network',
      name: 'Wenford Learning Network',
      focus: 'Reading for meaning from nursery to Year 9: teachers see the same children taught before and after each change of school.',
      learningLevels: ['pupil', 'adult', 'school-to-school'],
      schools: activeSchools,
      coLeaders,
    },
    people,
    nationalBody,
  )
  const coLeader = await people.through('integrator', coLeaders[0]!.personId)
  const agreementId = await issueAgreement('wenford', networkId, coLeader, nationalBody)
  await inParallel(activeSchools, async (urn) => {
    const head = await people.through('integrator', people.at(urn, 'head-teacher'))
    await head.post(`wenford signature ${urn}`, `/v1/agreements/${agreementId}/signatures`, { urn })
  })
  return networkId
}

/** Three schools signed, one refused: blocked until its co-leaders draft the next version. */
async function calderValley(people: People, nationalBody: DemonstrationClient): Promise<string> {
  const [first, second, third, refusing] = formingSchools as [string, string, string, string]
  const coLeaders = [first, second].map((urn) => ({ personId: people.at(urn, 'head-teacher'), urn }))
  const networkId = await becomeNetwork(
    {
      key: 'calder valley',
      kind: 'school-network',
      name: 'Calder Valley Mathematics Network',
      focus: 'Talk in mathematics lessons: pupils explain their reasoning, and teachers plan the questions together.',
      learningLevels: ['pupil', 'adult', 'leadership'],
      schools: formingSchools,
      coLeaders,
    },
    people,
    nationalBody,
  )
  const coLeader = await people.through('integrator', coLeaders[0]!.personId)
  const agreementId = await issueAgreement('calder valley', networkId, coLeader, nationalBody)
  await inParallel([first, second, third], async (urn) => {
    const head = await people.through('integrator', people.at(urn, 'head-teacher'))
    await head.post(`calder valley signature ${urn}`, `/v1/agreements/${agreementId}/signatures`, { urn })
  })
  const head = await people.through('integrator', people.at(refusing, 'head-teacher'))
  await head.post('calder valley refusal', `/v1/agreements/${agreementId}/refusals`, {
    urn: refusing,
    reason: 'commitment-unequal',
    words: 'Two schools would give most of the time, and the rest would visit.',
  })
  return networkId
}

/** A professional network of new teachers, coordinated by a teacher who was one. */
async function engage(people: People, nationalBody: DemonstrationClient): Promise<string> {
  const networkId = await becomeNetwork(
    {
      key: 'engage',
      kind: 'professional-network',
      name: 'Engage',
      focus: 'New teachers: a newsletter, evenings, and a colleague at another school to talk to.',
      learningLevels: ['adult', 'network-to-network'],
      coLeaders: [{ personId: people.at('900001', 'teacher'), urn: '900001' }],
    },
    people,
    nationalBody,
  )
  const newTeachers = ['900001', '900002', '900003', ...trustSchools.slice(0, 2)].map((urn) => people.at(urn, 'early-career-teacher'))
  await inParallel(newTeachers, async (personId) => {
    const teacher = await people.through('integrator', personId)
    await teacher.post(`engage ${personId}`, `/v1/networks/${networkId}/people`)
  })
  return networkId
}
