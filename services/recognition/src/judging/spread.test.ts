/** Assigned to whoever has least to do and no interest in it: over thousands, the load is even, and every centre's rate is met. */
import { ListModerationRates } from '@nlc/contracts/recognition'
import { academicYearOf } from '@nlc/known/academic-year'
import { dayInLondon, newId } from '@nlc/runtime'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { givenCentre, judgement } from '../../test/judging-under-test.ts'
import { givenFramework, recognitionUnderTest, theNationalBody } from '../../test/recognition-under-test.ts'
import { assignJudges } from './assign-judges.ts'

const recognition = recognitionUnderTest()
const [portfolios, verifiers, schools, centres, percent] = [2_000, 150, 60, 12, 15]
const role = 'x-spread-verifier'
let code: string
let centreIds: string[]

/** People, schools and portfolios as reactions and commands would have left them, written at once. */
beforeAll(async () => {
  code = await givenFramework(recognition, { judgedBy: role, moderatedBy: 'x-spread-moderator', moderatedPercent: percent })
  centreIds = []
  for (let i = 0; i < centres; i++) centreIds.push((await givenCentre(recognition)).centreId)
  // Of the verifiers, some work where many portfolios come from, and some at two schools.
  const random = fc.sample(
    fc.array(fc.nat(schools - 1), { minLength: portfolios + 2 * verifiers, maxLength: portfolios + 2 * verifiers }),
    {
      numRuns: 1,
      seed: 20_261_127,
    },
  )[0]!
  const judges = Array.from({ length: verifiers }, (_, i) => ({
    id: newId(),
    urns: [random[i]!, ...(i % 5 === 0 ? [random[verifiers + i]!] : [])],
  }))
  const teachers = Array.from({ length: portfolios }, (_, i) => ({ id: newId(), urns: [random[2 * verifiers + i]!] }))
  const places = [...judges, ...teachers].flatMap(({ id, urns }) => urns.map((urn) => ({ id, urn: String(910_000 + urn) })))
  const appointments = judges.map(({ id }) => ({ id: newId(), person: id }))
  const presented = teachers.map(({ id }, i) => ({
    ...{ id: newId(), presentation: newId(), person: id, coach: i % 10 === 0 ? judges[i % verifiers]!.id : null },
    centre: centreIds[(i * i) % centres],
  }))
  const db = recognition.sql
  const rows = (of: unknown) => JSON.stringify(of)
  await sql`insert into known_person (id) select id from jsonb_to_recordset(${rows([...judges, ...teachers])}::jsonb) as r(id uuid)`.execute(
    db,
  )
  await sql`
    insert into known_employment_place (employment_id, person_id, employer_kind, employer_reference, urn, working_days, fte, staff_category, first_day)
    select gen_random_uuid(), id, 'governing-body', urn, urn, '{monday}', 1, 'teacher', '2020-09-01'
    from jsonb_to_recordset(${rows(places)}::jsonb) as r(id uuid, urn text)`.execute(db)
  await sql`
    insert into known_appointment (id, version, person_id, network_id, role_code, held, periods)
    select id, 1, person, gen_random_uuid(), ${role}, true, '[{"firstDay": "2020-09-01", "paused": false}]'
    from jsonb_to_recordset(${rows(appointments)}::jsonb) as r(id uuid, person uuid)`.execute(db)
  await sql`
    insert into portfolio (id, person_id, framework_code, edition, stage, title, journey, coach_id, state, enrolled_at)
    select id, person, ${code}, 1, '1', 't', 'j', coach, 'presented', now() - interval '60 days'
    from jsonb_to_recordset(${rows(presented)}::jsonb) as r(id uuid, person uuid, coach uuid)`.execute(db)
  await sql`
    insert into presentation (id, portfolio_id, number, centre_id, presented_at, manifest, manifest_sha256)
    select presentation, id, 1, centre, now(), '{"evidence":[]}', '' from jsonb_to_recordset(${rows(presented)}::jsonb) as r(id uuid, presentation uuid, centre uuid)`.execute(
    db,
  )
  await sql`
    insert into work (id, name, key, input, run_at)
    select gen_random_uuid(), ${assignJudges.name}, id::text, jsonb_build_object('presentationId', id), now() from presentation`.execute(db)
  await sql`analyze`.execute(db)
}, 60_000)

test('2,000 portfolios and 150 verifiers: nobody with an interest, and the load within one of even', async () => {
  await expect
    .poll(
      async () =>
        (await sql<{ n: number }>`select count(distinct presentation_id)::int as n from assignment`.execute(recognition.sql)).rows[0]!.n,
      {
        timeout: 100_000,
        interval: 500,
      },
    )
    .toBe(portfolios)
  await recognition.idle()
  const { rows: each } = await sql<{ n: number }>`
    select count(*)::int as n from assignment group by presentation_id having count(*) <> 2`.execute(recognition.sql)
  expect(each).toEqual([])
  // Looked at without the function that chose: shared places, coaches, themselves.
  const { rows: interested } = await sql`
    select a.id from assignment a join presentation pr on pr.id = a.presentation_id join portfolio p on p.id = pr.portfolio_id
    where a.judge_id = p.person_id or a.judge_id = p.coach_id or exists (
      select from known_employment_place t join known_employment_place j using (urn) where t.person_id = p.person_id and j.person_id = a.judge_id)`.execute(
    recognition.sql,
  )
  expect(interested).toEqual([])
  const { rows: loads } = await sql<{ load: number }>`
    select count(a.id)::int as load from known_appointment k left join assignment a on a.judge_id = k.person_id where k.role_code = ${role}
    group by k.person_id`.execute(recognition.sql)
  const even = (2 * portfolios) / verifiers
  expect(loads).toHaveLength(verifiers)
  for (const { load } of loads) expect(Math.abs(load - even)).toBeLessThan(1)
}, 120_000)

test('all of them found met: at every centre, at least the stated share went to a moderator, and not many more', async () => {
  // All but one of the judgements, written at once; the last of each is given as it would be.
  await sql`
    update assignment set state = 'judged', judged_at = now(), dimensions = ${JSON.stringify(judgement())}::jsonb
    where id in (select distinct on (presentation_id) id from assignment order by presentation_id, id)`.execute(recognition.sql)
  const { rows: open } = await sql<{ id: string; judge: string }>`
    select id, judge_id as judge from assignment where state = 'open' order by id limit 300`.execute(recognition.sql)
  const { GiveJudgement } = await import('@nlc/contracts/recognition')
  const { acting } = await import('../../test/recognition-under-test.ts')
  for (let at = 0; at < open.length; at += 20) {
    await Promise.all(
      open
        .slice(at, at + 20)
        .map(async ({ id, judge }) =>
          recognition.ask(GiveJudgement, { assignmentId: id, dimensions: judgement() }, { as: await acting(judge) }),
        ),
    )
  }
  const academicYear = academicYearOf(dayInLondon(recognition.clock.now()))
  let [agreed, moderated] = [0, 0]
  for (const centreId of centreIds) {
    const { items } = await recognition.ask(ListModerationRates, { centreId, academicYear }, { as: await theNationalBody() })
    for (const rate of items) {
      expect(rate.moderated * 100).toBeGreaterThanOrEqual(rate.agreed * percent)
      agreed += rate.agreed
      moderated += rate.moderated
    }
  }
  expect(agreed).toBe(open.length)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from portfolio where state = 'moderating'`.execute(recognition.sql)
  expect(rows[0]!.n).toBe(moderated)
  expect(moderated / agreed).toBeLessThan(0.4)
}, 120_000)
