/** A school of a network becomes an academy, as the register tells it: by an establishments file and a links file. */
import { ListSchools, SchoolJoined, SchoolLeft, SchoolSucceeded } from '@nlc/contracts/membership'
import { testService, token } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { activeNetwork, givenScene, schoolsOn } from '../../test/networks-under-test.ts'
import { importFile } from '../../test/register-under-test.ts'
import { type EstablishmentRow, establishmentsCsv, fictionalSchools, linksCsv } from '../register-imports/fixtures.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)
beforeAll(() => membership.clock.set('2026-09-15T12:00:00Z'))

test('the membership moves as one event, and the network has the academy from its first day', async () => {
  const scene = await givenScene(membership)
  const { networkId } = await activeNetwork(membership, scene)
  const converting = scene.schools[5]!
  const [before] = (await schoolsOn(membership, networkId)).filter(({ urn }) => urn === converting)
  await sql`update network_school set first_day = '2026-01-01' where network_id = ${networkId}`.execute(membership.sql)
  const { rows: heads } = await sql<{ seq: number }>`select max(seq)::int as seq from event`.execute(membership.sql)

  const others = [...fictionalSchools(200, { firstUrn: 980_001 })]
  const [template] = others as [EstablishmentRow]
  const academy = '970001'
  await importFile(
    membership,
    establishmentsCsv([
      { ...template, URN: converting, EstablishmentNumber: '', 'EstablishmentStatus (code)': '3', CloseDate: '31-08-2026' },
      { ...template, URN: academy, EstablishmentNumber: '', EstablishmentName: 'The Academy', OpenDate: '01-09-2026' },
      ...others.slice(1),
    ]),
    { extractedOn: '2026-08-30' },
  )
  await importFile(
    membership,
    linksCsv([{ URN: converting, LinkURN: academy, LinkType: 'Successor', LinkEstablishedDate: '01-09-2026' }]),
    {
      kind: 'links',
      extractedOn: '2026-09-02',
    },
  )

  expect(await membership.emitted(SchoolSucceeded, converting)).toMatchObject([{ data: { successorUrn: academy, firstDay: '2026-09-01' } }])
  const urnsOn = async (asAt: string) => (await schoolsOn(membership, networkId, asAt)).map(({ urn }) => urn)
  expect((await urnsOn('2026-08-31')).includes(converting)).toBe(true)
  expect((await urnsOn('2026-08-31')).includes(academy)).toBe(false)
  expect((await urnsOn('2026-09-01')).includes(converting)).toBe(false)
  expect((await schoolsOn(membership, networkId, '2026-09-01')).find(({ urn }) => urn === academy)).toMatchObject({
    id: before!.id,
    firstDay: '2026-09-01',
  })

  // One event tells it all: no end, no start.
  const { rows: told } = await sql<{ name: string }>`
    select name from event where seq > ${heads[0]!.seq} and name in (${SchoolJoined.name}, ${SchoolLeft.name})`.execute(membership.sql)
  expect(told).toEqual([])

  const reader = await token({ scopes: ['register:read', 'networks:read'] })
  const { items } = await membership.ask(ListSchools, { networkId, limit: 200 }, { as: reader })
  expect(items.map(({ urn }) => urn)).toContain(academy)
})
