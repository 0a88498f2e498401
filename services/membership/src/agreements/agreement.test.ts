import {
  AgreementDrafted,
  AgreementInForce,
  AgreementIssued,
  AgreementRefused,
  AgreementSigned,
  AgreementSuperseded,
  CoLeaderLeft,
  DraftAgreement,
  GetAgreement,
  GetNetwork,
  InvitationEnded,
  InviteSchool,
  IssueAgreement,
  ListAgreements,
  ListSchoolsOfNetwork,
  NetworkActivated,
  RefuseAgreement,
  ReviseAgreement,
  SchoolJoined,
  SignAgreement,
  SuspendNetwork,
} from '@nlc/contracts/membership'
import { dayInLondon, newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  acting,
  activeNetwork,
  application,
  formingNetwork,
  givenPerson,
  givenScene,
  givenSchools,
  issued,
  type Scene,
  schoolsOn,
  signedBy,
  theClient,
  theNationalBody,
} from '../../test/networks-under-test.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)
// At noon a day more is a day more, also over a clock change.
beforeAll(() => membership.clock.set('2027-01-11T12:00:00Z'))
const today = () => dayInLondon(membership.clock.now())

async function givenForming({ schools = 6 } = {}): Promise<{ scene: Scene; networkId: string }> {
  const scene = await givenScene(membership, { schools })
  return { scene, networkId: await formingNetwork(membership, application(scene)) }
}

async function givenIssued(options = {}): Promise<{ scene: Scene; networkId: string; agreementId: string }> {
  const given = await givenForming(options)
  return { ...given, agreementId: await issued(membership, given.networkId) }
}

const head = async (scene: Scene, urn: string) => ({ as: await acting(scene.heads.get(urn)!) })
const state = async (agreementId: string) => (await membership.ask(GetAgreement, { agreementId }, { as: await theNationalBody() })).state

describe('a draft', () => {
  test('is made by a co-leader and names the schools that are invited', async () => {
    const { scene, networkId } = await givenForming()
    const as = await acting(scene.coLeaders[0]!.personId)
    const draft = await membership.ask(DraftAgreement, { networkId, text: 'We learn together.' }, { as })
    expect(draft).toMatchObject({ number: 1, state: 'drafted', text: 'We learn together.', version: 1 })
    expect(draft.parties).toEqual([...scene.schools].sort().map((urn) => ({ urn, answer: 'asked' })))
    expect(await membership.emitted(AgreementDrafted, draft.id)).toHaveLength(1)
    expect(await membership.refusal(DraftAgreement, { networkId, text: 'Another.' }, { as })).toMatchObject({
      type: '/problems/another-version-drafted',
      agreementId: draft.id,
    })
  })

  test('is changed until it is issued, and then never', async () => {
    const { scene, networkId } = await givenForming()
    const as = await theNationalBody()
    const { id: agreementId } = await membership.ask(DraftAgreement, { networkId, text: 'First words.' }, { as })
    const fewer = scene.schools.slice(0, 5)
    const revised = await membership.ask(
      ReviseAgreement,
      { agreementId, text: 'Better words.', schools: fewer },
      { as, expectedVersion: 1 },
    )
    expect(revised).toMatchObject({ text: 'Better words.', version: 2 })
    expect(revised.parties.map(({ urn }) => urn)).toEqual([...fewer].sort())

    const all = await membership.ask(ReviseAgreement, { agreementId, schools: scene.schools }, { as })
    expect(all).toMatchObject({ version: 3, text: 'Better words.' })
    await membership.ask(IssueAgreement, { agreementId }, { as })
    expect(await membership.refusal(ReviseAgreement, { agreementId, text: 'Later words.' }, { as })).toMatchObject({
      status: 409,
      type: '/problems/agreement-not-in-state',
      state: 'issued',
      needed: ['drafted'],
    })
    await expect(sql`update agreement set text = 'Later words.' where id = ${agreementId}`.execute(membership.sql)).rejects.toThrow(
      /stands for ever/,
    )
  })

  test('names schools of the network alone', async () => {
    const { scene, networkId } = await givenForming()
    const [stranger] = (await givenSchools(membership, 1)) as [string]
    const draft = { networkId, text: 'Words.', schools: [...scene.schools, stranger] }
    const as = await theNationalBody()
    expect(await membership.refusal(DraftAgreement, draft, { as })).toMatchObject({
      status: 422,
      type: '/problems/schools-not-of-the-network',
      urns: [stranger],
    })
    const { id: agreementId } = await membership.ask(DraftAgreement, { networkId, text: 'Words.' }, { as })
    expect(await membership.refusal(ReviseAgreement, { agreementId, schools: draft.schools }, { as })).toMatchObject({ urns: [stranger] })
  })

  test('is for networks of schools', async () => {
    const person = { personId: await givenPerson(membership, { urns: [] }) } as never
    const networkId = await formingNetwork(membership, application({ schools: [], coLeaders: [person] }, { kind: 'professional-network' }))
    expect(await membership.refusal(DraftAgreement, { networkId, text: 'Words.' }, { as: await theNationalBody() })).toMatchObject({
      type: '/problems/not-this-kind-of-network',
    })
  })

  test('is seen by co-leaders and the national body, not by who will sign', async () => {
    const { scene, networkId } = await givenForming()
    const { id: agreementId } = await membership.ask(DraftAgreement, { networkId, text: 'Words.' }, { as: await theNationalBody() })
    expect(await membership.ask(GetAgreement, { agreementId }, { as: await acting(scene.coLeaders[1]!.personId) })).toMatchObject({
      id: agreementId,
    })
    const signatory = await head(scene, scene.schools[3]!)
    const noSuch = { status: 404, type: '/problems/no-such-agreement' }
    expect(await membership.refusal(GetAgreement, { agreementId }, signatory)).toMatchObject(noSuch)
    expect(await membership.refusal(SignAgreement, { agreementId, urn: scene.schools[3] }, signatory)).toMatchObject(noSuch)
    expect(await membership.refusal(RefuseAgreement, { agreementId, urn: scene.schools[3], reason: 'terms' }, signatory)).toMatchObject(
      noSuch,
    )
    expect(await membership.refusal(ReviseAgreement, { agreementId, text: 'Mine.' }, signatory)).toMatchObject(noSuch)
    expect(await membership.refusal(DraftAgreement, { networkId, text: 'Mine.' }, signatory)).toMatchObject({
      type: '/problems/no-such-network',
    })
  })
})

describe('issuing', () => {
  test('asks every school, and is the national body’s', async () => {
    const { scene, networkId } = await givenForming()
    const as = await theNationalBody()
    const { id: agreementId } = await membership.ask(DraftAgreement, { networkId, text: 'Words.' }, { as })
    expect(await membership.refusal(IssueAgreement, { agreementId }, { as: await acting(scene.coLeaders[0]!.personId) })).toMatchObject({
      status: 403,
    })
    expect(await membership.ask(IssueAgreement, { agreementId }, { as })).toMatchObject({ state: 'issued' })
    expect(await membership.emitted(AgreementIssued, agreementId)).toMatchObject([
      { version: 2, data: { number: 1, schools: [...scene.schools].sort() } },
    ])
    expect(await membership.refusal(IssueAgreement, { agreementId }, { as })).toMatchObject({ type: '/problems/agreement-not-in-state' })
    expect(await membership.refusal(IssueAgreement, { agreementId: newId() }, { as })).toMatchObject({ status: 404 })
  })

  test('leaves out no founding school that has not refused', async () => {
    const { scene, networkId } = await givenForming({ schools: 7 })
    const as = await theNationalBody()
    const draft = { networkId, text: 'Words.', schools: scene.schools.slice(0, 6) }
    const { id: agreementId } = await membership.ask(DraftAgreement, draft, { as })
    expect(await membership.refusal(IssueAgreement, { agreementId }, { as })).toMatchObject({
      status: 422,
      type: '/problems/schools-left-out',
      urns: [scene.schools[6]],
    })
  })

  test('leaves out no school that refused once and signed since', async () => {
    const { scene, networkId, agreementId } = await givenIssued({ schools: 7 })
    const school = scene.schools[6]!
    await membership.ask(RefuseAgreement, { agreementId, urn: school, reason: 'terms' }, await head(scene, school))
    await signedBy(membership, await issued(membership, networkId, scene.schools), scene, scene.schools)
    const as = await theNationalBody()
    const without = { networkId, text: 'Words.', schools: scene.schools.slice(0, 6) }
    const { id: third } = await membership.ask(DraftAgreement, without, { as })
    expect(await membership.refusal(IssueAgreement, { agreementId: third }, { as })).toMatchObject({
      type: '/problems/schools-left-out',
      urns: [school],
    })
  })

  test('asks for as many schools as the programme does, also without who refused', async () => {
    const { scene, networkId, agreementId } = await givenIssued()
    await membership.ask(RefuseAgreement, { agreementId, urn: scene.schools[5]!, reason: 'terms' }, await head(scene, scene.schools[5]!))
    const as = await theNationalBody()
    const next = await membership.ask(DraftAgreement, { networkId, text: 'Other words.' }, { as })
    expect(next.parties).toHaveLength(5)
    expect(await membership.refusal(IssueAgreement, { agreementId: next.id }, { as })).toMatchObject({
      type: '/problems/too-few-schools',
      named: 5,
      minimum: 6,
    })
    // It may be asked again instead.
    await membership.ask(ReviseAgreement, { agreementId: next.id, schools: scene.schools }, { as })
    expect(await membership.ask(IssueAgreement, { agreementId: next.id }, { as })).toMatchObject({ state: 'issued' })
  })

  test('asks no school that is closed', async () => {
    const { scene, networkId } = await givenForming()
    const as = await theNationalBody()
    const { id: agreementId } = await membership.ask(DraftAgreement, { networkId, text: 'Words.' }, { as })
    await sql`update school set status = '2' where urn = ${scene.schools[2]}`.execute(membership.sql)
    expect(await membership.refusal(IssueAgreement, { agreementId }, { as })).toMatchObject({
      type: '/problems/schools-not-open',
      urns: [scene.schools[2]],
    })
  })

  test('waits while the network is suspended', async () => {
    const { scene, networkId, agreementId } = await givenIssued()
    const as = await theNationalBody()
    const { id: next } = await membership.ask(DraftAgreement, { networkId, text: 'Words.' }, { as })
    await membership.ask(SuspendNetwork, { networkId, reason: 'other' }, { as })
    const suspended = { status: 409, type: '/problems/network-not-in-state', state: 'suspended' }
    expect(await membership.refusal(IssueAgreement, { agreementId: next }, { as })).toMatchObject(suspended)
    expect(await membership.refusal(DraftAgreement, { networkId, text: 'Words.' }, { as })).toMatchObject(suspended)
    const sign = { agreementId, urn: scene.schools[0] }
    expect(await membership.refusal(SignAgreement, sign, await head(scene, scene.schools[0]!))).toMatchObject(suspended)
  })
})

describe('signing', () => {
  test('is partial until the last school signed, which brings it into force and the network to life, in one', async () => {
    const { scene, networkId, agreementId } = await givenIssued()
    const schools = [...scene.schools].sort()
    await signedBy(membership, agreementId, scene, schools.slice(0, 5))
    expect(await state(agreementId)).toBe('partially-signed')
    expect(await membership.ask(GetNetwork, { networkId }, { as: await theNationalBody() })).toMatchObject({ state: 'forming' })
    expect(await schoolsOn(membership, networkId)).toEqual([])
    const { rows } = await sql<{ seq: number }>`select max(seq)::int as seq from event`.execute(membership.sql)

    const last = schools[5]!
    const signed = await membership.ask(SignAgreement, { agreementId, urn: last }, await head(scene, last))
    expect(signed).toMatchObject({ state: 'in-force', firstDay: today() })
    expect(signed.parties.every(({ answer, signatoryId, urn }) => answer === 'signed' && signatoryId === scene.heads.get(urn))).toBe(true)
    expect(await membership.ask(GetNetwork, { networkId }, { as: await theNationalBody() })).toMatchObject({
      state: 'active',
      activeFrom: today(),
    })
    expect((await schoolsOn(membership, networkId)).map(({ urn, firstDay }) => ({ urn, firstDay }))).toEqual(
      schools.map((urn) => ({ urn, firstDay: today() })),
    )

    const said = await sql<{ name: string }>`select name from event where seq > ${rows[0]!.seq} order by seq`.execute(membership.sql)
    expect(said.rows.map(({ name }) => name.replace('membership.', ''))).toEqual([
      'agreement-signed',
      'agreement-in-force',
      ...schools.map(() => 'school-joined'),
      'network-activated',
    ])
    expect(await membership.emitted(AgreementSigned, agreementId)).toHaveLength(6)
    const [activated] = await membership.emitted(NetworkActivated, networkId)
    expect(activated).toMatchObject({ version: 2, data: { agreementId, kind: 'school-network', schools } })
    expect(activated!.data.coLeaders.map(({ personId }) => personId)).toEqual(
      expect.arrayContaining(scene.coLeaders.map(({ personId }) => personId)),
    )
  })

  test('it holds for as many months as the programme says, both days counted', async () => {
    const { agreementId } = await activeNetwork(membership, await givenScene(membership))
    const [inForce] = await membership.emitted(AgreementInForce, agreementId)
    const { firstDay, lastDay } = inForce!.data
    const { rows } = await sql<{
      expected: string
    }>`select (${firstDay}::date + interval '36 months' - interval '1 day')::date as expected`.execute(membership.sql)
    expect({ firstDay, lastDay }).toEqual({ firstDay: today(), lastDay: rows[0]!.expected })
    const soon = await membership.ask(ListAgreements, { endsBefore: '2999-01-01', limit: 200 }, { as: await theNationalBody() })
    expect(soon.items.map(({ id }) => id)).toContain(agreementId)
    const none = await membership.ask(ListAgreements, { endsBefore: today() }, { as: await theNationalBody() })
    expect(none.items).toEqual([])
  })

  test('is by the school’s own signatory alone, and by a person', async () => {
    const { scene, networkId, agreementId } = await givenIssued()
    const [urn, other] = scene.schools as [string, string]
    const noSuch = { status: 404, type: '/problems/no-such-agreement' }
    const strangers = [scene.heads.get(other)!, scene.coLeaders[0]!.personId, await givenPerson(membership, { urns: [urn] })]
    for (const person of strangers) {
      expect(await membership.refusal(SignAgreement, { agreementId, urn }, { as: await acting(person) })).toMatchObject(noSuch)
      expect(await membership.refusal(RefuseAgreement, { agreementId, urn, reason: 'terms' }, { as: await acting(person) })).toMatchObject(
        noSuch,
      )
    }
    for (const as of [await theNationalBody(), await theClient('portal')]) {
      expect(await membership.refusal(SignAgreement, { agreementId, urn }, { as })).toMatchObject({
        status: 403,
        type: '/problems/needs-person',
      })
      expect(await membership.refusal(RefuseAgreement, { agreementId, urn, reason: 'terms' }, { as })).toMatchObject({
        type: '/problems/needs-person',
      })
    }
    expect(await membership.refusal(SignAgreement, { agreementId: newId(), urn }, await head(scene, urn))).toMatchObject(noSuch)
    expect(await membership.refusal(SignAgreement, { agreementId, urn: '999998' }, await head(scene, urn))).toMatchObject(noSuch)
    expect(await membership.emitted(AgreementSigned, agreementId)).toEqual([])
    expect(await membership.ask(GetNetwork, { networkId }, { as: await theNationalBody() })).toMatchObject({ state: 'forming' })
  })

  test('a school answers once', async () => {
    const { scene, agreementId } = await givenIssued()
    const [urn] = scene.schools as [string]
    await signedBy(membership, agreementId, scene, [urn])
    const answered = { status: 409, type: '/problems/agreement-answered-already', answer: 'signed' }
    expect(await membership.refusal(SignAgreement, { agreementId, urn }, await head(scene, urn))).toMatchObject(answered)
    expect(await membership.refusal(RefuseAgreement, { agreementId, urn, reason: 'terms' }, await head(scene, urn))).toMatchObject(answered)
    expect(await membership.emitted(AgreementSigned, agreementId)).toHaveLength(1)
  })

  test('the version rises with every answer', async () => {
    const { scene, agreementId } = await givenIssued()
    const versions = []
    for (const urn of scene.schools)
      versions.push((await membership.ask(SignAgreement, { agreementId, urn }, await head(scene, urn))).version)
    expect(versions).toEqual([...versions].sort((a, b) => a - b))
    expect(new Set(versions).size).toBe(versions.length)
  })

  test('all at once: every signature counts, and it comes into force once', async () => {
    const { scene, networkId, agreementId } = await givenIssued()
    const as = await Promise.all(scene.schools.map((urn) => head(scene, urn)))
    await Promise.all(scene.schools.map((urn, n) => membership.ask(SignAgreement, { agreementId, urn }, as[n])))
    expect(await state(agreementId)).toBe('in-force')
    expect(await membership.emitted(AgreementSigned, agreementId)).toHaveLength(6)
    expect(await membership.emitted(AgreementInForce, agreementId)).toHaveLength(1)
    expect(await membership.emitted(NetworkActivated, networkId)).toHaveLength(1)
  })

  test('what waits for a school’s answer is listed for who signs for it', async () => {
    const { scene, agreementId } = await givenIssued()
    const [urn] = scene.schools as [string]
    const signatory = await head(scene, urn)
    const open = async () => (await membership.ask(ListAgreements, { openFor: urn }, signatory)).items.map(({ id }) => id)
    expect(await open()).toEqual([agreementId])
    await signedBy(membership, agreementId, scene, [urn])
    expect(await open()).toEqual([])
    expect((await membership.ask(ListAgreements, { urn }, signatory)).items).toMatchObject([{ id: agreementId, state: 'partially-signed' }])
    expect((await membership.ask(ListAgreements, {}, { as: await theClient('portal') })).items).toEqual([])
  })
})

describe('a refusal', () => {
  test('blocks the version, with its reason, for ever', async () => {
    const { scene, networkId, agreementId } = await givenIssued({ schools: 7 })
    const [refuser, ...others] = scene.schools as [string, ...string[]]
    await signedBy(membership, agreementId, scene, others.slice(0, 2))
    const words = 'Three of us would carry the rest.'
    const refused = await membership.ask(
      RefuseAgreement,
      { agreementId, urn: refuser, reason: 'commitment-unequal', words },
      await head(scene, refuser),
    )
    expect(refused.state).toBe('blocked')
    expect(refused.parties).toContainEqual(
      expect.objectContaining({
        urn: refuser,
        answer: 'refused',
        reason: 'commitment-unequal',
        words,
        signatoryId: scene.heads.get(refuser),
      }),
    )
    expect(await membership.emitted(AgreementRefused, agreementId)).toMatchObject([
      { data: { urn: refuser, reason: 'commitment-unequal', blocked: true } },
    ])
    expect(JSON.stringify(await membership.emitted(AgreementRefused, agreementId))).not.toContain('carry the rest')

    expect(await membership.refusal(SignAgreement, { agreementId, urn: others[3] }, await head(scene, others[3]!))).toMatchObject({
      status: 409,
      type: '/problems/agreement-blocked',
      refusedBy: [refuser],
    })
    expect(await membership.ask(GetNetwork, { networkId }, { as: await theNationalBody() })).toMatchObject({ state: 'forming' })

    for (const statement of [
      sql`delete from agreement_party where agreement_id = ${agreementId} and urn = ${refuser}`,
      sql`update agreement_party set answer = 'signed', reason = null where agreement_id = ${agreementId} and urn = ${refuser}`,
      sql`update agreement_party set words = null where agreement_id = ${agreementId} and urn = ${refuser}`,
    ]) {
      await expect(statement.execute(membership.sql)).rejects.toThrow(/stands for ever/)
    }
  })

  test('leaves the next version free to do without that school; the first stays as it was answered', async () => {
    const { scene, networkId, agreementId } = await givenIssued({ schools: 7 })
    const refuser = scene.schools[6]!
    await membership.ask(RefuseAgreement, { agreementId, urn: refuser, reason: 'governors-decided' }, await head(scene, refuser))
    const next = await issued(membership, networkId)
    expect(await membership.emitted(AgreementSuperseded, agreementId)).toMatchObject([{ data: { supersededBy: next } }])
    const gone = { agreementId, urn: scene.schools[0]! }
    expect(await membership.refusal(SignAgreement, gone, await head(scene, scene.schools[0]!))).toMatchObject({
      type: '/problems/agreement-not-in-state',
      state: 'superseded',
    })
    expect(await membership.refusal(RefuseAgreement, { ...gone, reason: 'terms' }, await head(scene, scene.schools[0]!))).toMatchObject({
      state: 'superseded',
    })

    await signedBy(membership, next, scene, scene.schools.slice(0, 6))
    expect(await state(next)).toBe('in-force')
    expect(await membership.ask(GetNetwork, { networkId }, { as: await theNationalBody() })).toMatchObject({ state: 'active' })
    expect((await schoolsOn(membership, networkId)).map(({ urn }) => urn)).not.toContain(refuser)
    expect((await membership.emitted(InvitationEnded)).filter(({ data }) => data.networkId === networkId)).toMatchObject([
      { data: { urn: refuser, reason: 'left-out-of-agreement' } },
    ])
    const first = await membership.ask(GetAgreement, { agreementId }, { as: await theNationalBody() })
    expect(first.state).toBe('superseded')
    expect(first.parties).toContainEqual(expect.objectContaining({ urn: refuser, answer: 'refused', reason: 'governors-decided' }))
  })

  test('of a second school is kept, too, so that both may be left out', async () => {
    const { scene, networkId, agreementId } = await givenIssued({ schools: 8 })
    const refusers = scene.schools.slice(6)
    for (const urn of refusers)
      await membership.ask(RefuseAgreement, { agreementId, urn, reason: 'time-and-staffing' }, await head(scene, urn))
    const next = await membership.ask(DraftAgreement, { networkId, text: 'For six.' }, { as: await theNationalBody() })
    expect(next.parties.map(({ urn }) => urn)).toEqual([...scene.schools.slice(0, 6)].sort())
    expect(await membership.ask(IssueAgreement, { agreementId: next.id }, { as: await theNationalBody() })).toMatchObject({
      state: 'issued',
    })
  })

  test('by a co-leader’s school that is left out takes its co-leader along, and 60 days begin', async () => {
    const { scene, networkId, agreementId } = await givenIssued({ schools: 7 })
    const refuser = scene.coLeaders[0]!.urn
    await membership.ask(RefuseAgreement, { agreementId, urn: refuser, reason: 'terms' }, await head(scene, refuser))
    const next = await issued(membership, networkId)
    await signedBy(
      membership,
      next,
      scene,
      scene.schools.filter((urn) => urn !== refuser),
    )
    const left = (await membership.emitted(CoLeaderLeft, networkId)).map(({ data }) => data)
    expect(left).toMatchObject([{ personId: scene.coLeaders[0]!.personId, reason: 'school-left-network', lastDay: today() }])
    const [activated] = await membership.emitted(NetworkActivated, networkId)
    expect(activated!.data.coLeaders.map(({ personId }) => personId)).toEqual([scene.coLeaders[1]!.personId])
  })
})

describe('the next version of an agreement in force', () => {
  test('leaves it so until all have signed, and takes its place then', async () => {
    const scene = await givenScene(membership)
    const { networkId, agreementId } = await activeNetwork(membership, scene)
    const joined = (await membership.emitted(SchoolJoined)).length
    const next = await issued(membership, networkId)
    await signedBy(membership, next, scene, scene.schools.slice(0, 5))
    expect(await state(agreementId)).toBe('in-force')
    await signedBy(membership, next, scene, scene.schools.slice(5))
    expect([await state(agreementId), await state(next)]).toEqual(['superseded', 'in-force'])
    expect(await membership.emitted(AgreementSuperseded, agreementId)).toMatchObject([{ data: { supersededBy: next } }])
    expect(await membership.emitted(NetworkActivated, networkId)).toHaveLength(1)
    expect((await membership.emitted(SchoolJoined)).length).toBe(joined)
  })

  test('ends the membership of a school that refused it and is left out', async () => {
    const scene = await givenScene(membership, { schools: 7 })
    const { networkId } = await activeNetwork(membership, scene)
    await membership.clock.advance({ days: 30 })
    const second = await issued(membership, networkId)
    const refuser = scene.schools[6]!
    await membership.ask(RefuseAgreement, { agreementId: second, urn: refuser, reason: 'terms' }, await head(scene, refuser))
    const third = await issued(membership, networkId)
    await signedBy(membership, third, scene, scene.schools.slice(0, 6))
    const as = await theNationalBody()
    const { items } = await membership.ask(ListSchoolsOfNetwork, { networkId }, { as })
    expect(items.find(({ urn }) => urn === refuser)).toMatchObject({ lastDay: today(), leavingReason: 'agreement-refused' })
    await membership.clock.advance({ days: 1 })
    expect((await schoolsOn(membership, networkId)).map(({ urn }) => urn)).toEqual([...scene.schools.slice(0, 6)].sort())
  })

  test('names a school that was invited, which joins by signing it', async () => {
    const scene = await givenScene(membership, { schools: 7 })
    const network = { ...scene, schools: scene.schools.slice(0, 6) }
    const { networkId } = await activeNetwork(membership, network)
    await membership.ask(InviteSchool, { networkId, urn: scene.schools[6]! }, { as: await acting(scene.coLeaders[0]!.personId) })
    const next = await issued(membership, networkId)
    await signedBy(membership, next, scene, scene.schools)
    expect((await schoolsOn(membership, networkId)).map(({ urn }) => urn)).toEqual([...scene.schools].sort())
  })
})
