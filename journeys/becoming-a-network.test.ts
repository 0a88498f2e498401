/**
 * A group applies with co-leaders so that no single head or school dominates; a school refuses the
 * partnership agreement, because commitment is unequal; what the others sign makes the network. Through the gateway alone.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { as, type Caller } from './gateway.ts'
import type { SystemUnderTest } from './started-system.ts'
import { readStream } from './stream.ts'
import { startSystemUnderTest } from './system-under-test.ts'

let system: SystemUnderTest
let nationalBody: Caller

beforeAll(async () => {
  system = await startSystemUnderTest()
  nationalBody = await as(system.sandbox, 'nationalBody')
}, 240_000)

afterAll(() => system?.stop())

const through = (person: string) => as(system.sandbox, 'integrator', { person })

test('a group of schools becomes a network', async () => {
  const { schools, people, groups } = system.sandbox.examples!
  const { heads, deputies } = people
  const founding = schools.free as readonly string[]
  const [first, second, refuser] = [founding[0]!, founding[1]!, founding.at(-1)!]
  expect(founding.length).toBeGreaterThanOrEqual(7)
  const deputyOf = (urn: string) => ({ personId: deputies[urn]!, urn })
  const applicant = await through(deputies[first]!)
  const application = {
    kind: 'school-network',
    name: 'Hollowdale learning community',
    focus: 'How children aged 7 to 11 talk about mathematics',
    learningLevels: ['pupil', 'school-to-school'],
    schools: founding,
  }

  // Two co-leaders from one school.
  const draft = await applicant.post('/v1/applications', {
    ...application,
    coLeaders: [deputyOf(first), { personId: heads[first], urn: first }],
  })
  expect(draft.status).toBe(201)
  const path = `/v1/applications/${draft.body.id}`
  expect(await applicant.post(`${path}/submission`)).toMatchObject({
    status: 422,
    body: {
      type: expect.stringMatching(/co-leaders-from-one-school$/),
      title: 'The co-leaders must come from at least 2 schools.',
      urn: first,
      personIds: [deputies[first], heads[first]],
    },
  })

  // Two, from two schools of one trust.
  const trust = await nationalBody.get(`/v1/school-groups/${groups.trust}`)
  const [oneOfTrust, otherOfTrust] = trust.body.schools.map(({ urn }: { urn: string }) => urn) as [string, string]
  const withTrust = {
    ...application,
    schools: [...founding, oneOfTrust, otherOfTrust],
    coLeaders: [deputyOf(oneOfTrust), deputyOf(otherOfTrust)],
  }
  expect(await applicant.put(path, withTrust, { 'if-match': '"1"' })).toMatchObject({ status: 200, body: { state: 'draft', version: 2 } })
  expect(await applicant.post(`${path}/submission`)).toMatchObject({
    status: 422,
    body: {
      type: expect.stringMatching(/one-supplies-too-many-co-leaders$/),
      title: 'No school, trust, federation or shared head may supply more than half of the co-leaders.',
      supplier: 'trust',
      code: groups.trust,
      personIds: [deputies[oneOfTrust], deputies[otherOfTrust]],
      of: 2,
    },
  })

  // Two, from two schools that nothing joins.
  expect((await applicant.put(path, { ...application, coLeaders: [deputyOf(first), deputyOf(second)] })).status).toBe(200)
  expect(await applicant.post(`${path}/submission`)).toMatchObject({ status: 200, body: { state: 'submitted' } })
  expect(await nationalBody.post(`${path}/review`)).toMatchObject({ status: 200, body: { state: 'under-review' } })
  const approved = await nationalBody.post(`${path}/decision`, { decision: 'approve-funded' })
  expect(approved).toMatchObject({ status: 200, body: { state: 'approved', funded: true } })
  const { networkId } = approved.body
  expect((await applicant.get(`/v1/networks/${networkId}`)).body).toMatchObject({ state: 'forming', name: application.name })

  // The first version: one school refuses it.
  const drafted = await applicant.post(`/v1/networks/${networkId}/agreements`, { text: 'Each school gives four half days a term.' })
  expect(drafted).toMatchObject({ status: 201, body: { number: 1, state: 'drafted' } })
  const firstVersion = drafted.body.id
  expect((await nationalBody.post(`/v1/agreements/${firstVersion}/issue`)).body.state).toBe('issued')
  const sign = async (agreementId: string, urn: string) =>
    (await through(heads[urn]!)).post(`/v1/agreements/${agreementId}/signatures`, { urn })
  expect((await sign(firstVersion, first)).body.state).toBe('partially-signed')
  const refusal = { urn: refuser, reason: 'commitment-unequal', words: 'Two schools would carry the other five.' }
  const refused = await (await through(heads[refuser]!)).post(`/v1/agreements/${firstVersion}/refusals`, refusal)
  expect(refused).toMatchObject({ status: 200, body: { state: 'blocked' } })

  // Nobody else's signature helps now, and nobody signs for another school.
  expect(await sign(firstVersion, second)).toMatchObject({
    status: 409,
    body: { type: expect.stringMatching(/agreement-blocked$/), refusedBy: [refuser] },
  })
  expect(await (await through(heads[first]!)).post(`/v1/agreements/${firstVersion}/signatures`, { urn: second })).toMatchObject({
    status: 404,
    body: { type: expect.stringMatching(/no-such-agreement$/) },
  })
  expect((await applicant.get(`/v1/networks/${networkId}`)).body.state).toBe('forming')

  // The next version leaves it out, since six remain.
  const next = await applicant.post(`/v1/networks/${networkId}/agreements`, { text: 'Each school gives two half days a term.' })
  expect(next.body.parties.map(({ urn }: { urn: string }) => urn)).toEqual(founding.slice(0, -1))
  const secondVersion = next.body.id
  expect((await nationalBody.post(`/v1/agreements/${secondVersion}/issue`)).body.state).toBe('issued')
  const signatories = founding.slice(0, -1)
  for (const urn of signatories.slice(0, -1)) expect((await sign(secondVersion, urn)).body.state).toBe('partially-signed')
  expect((await applicant.get(`/v1/networks/${networkId}`)).body.state).toBe('forming')
  expect(await sign(secondVersion, signatories.at(-1)!)).toMatchObject({ status: 200, body: { state: 'in-force', number: 2 } })

  expect((await applicant.get(`/v1/networks/${networkId}`)).body.state).toBe('active')
  const members = await applicant.get(`/v1/networks/${networkId}/schools`)
  expect(members.body.items.map(({ urn }: { urn: string }) => urn)).toEqual(signatories)
  const kept = await nationalBody.get(`/v1/agreements/${firstVersion}`)
  expect(kept.body.state).toBe('superseded')
  expect(kept.body.parties).toContainEqual(expect.objectContaining({ ...refusal, answer: 'refused' }))

  // What was said of it, off the stream, in order.
  const events = await readStream(
    system,
    'membership',
    ({ name, aggregateId }) => name === 'membership.network-activated' && aggregateId === networkId,
  )
  const about = events.filter(
    ({ aggregateId, data }) => aggregateId === draft.body.id || (data as { networkId?: string }).networkId === networkId,
  )
  const invited = founding.map(() => 'school-invited')
  expect(about.map(({ name }) => name.replace('membership.', ''))).toEqual([
    'application-drafted',
    'application-submitted',
    'application-under-review',
    'application-approved',
    'network-formed',
    ...invited,
    'agreement-drafted',
    'agreement-issued',
    'agreement-signed',
    'agreement-refused',
    'agreement-drafted',
    'agreement-superseded',
    'agreement-issued',
    ...signatories.map(() => 'agreement-signed'),
    'agreement-in-force',
    ...signatories.map(() => 'school-joined'),
    'invitation-ended',
    'network-activated',
  ])
  // Of each thing, from 1 without a gap.
  for (const [id, said] of Map.groupBy(about, ({ aggregateId }) => aggregateId)) {
    expect([id, said.map(({ version }) => version)]).toEqual([id, said.map((_, index) => index + 1)])
  }
  expect(about.at(-1)!.data).toMatchObject({ agreementId: secondVersion, schools: signatories })
  // Codes say why; words stay behind.
  expect(JSON.stringify(about)).not.toContain('would carry')
})
