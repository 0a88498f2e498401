/** The demonstration's schools, organisations and people, by the calls that a national body makes. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type DemonstrationClient, inParallel } from './demonstration-client.ts'
import type { DemonstrationDays } from './demonstration-days.ts'
import { nameOf, returnedLater, type StaffCategory, staffOf } from './demonstration-people.ts'
import { registerFiles } from './demonstration-register.ts'
import { activeSchools, areas, type DemonstrationSchool, formingSchools, schools, trust } from './demonstration-schools.ts'
import { Fault } from './fault.ts'

/** By URN, the people of a school in the order of its staff return: the head first. */
export type StaffBySchool = ReadonlyMap<string, readonly { readonly personId: string; readonly staffCategory: StaffCategory }[]>

/** Once, however often it is asked for. One file at a time: the register takes no more. */
export async function importFile(
  nationalBody: DemonstrationClient,
  kind: 'establishments' | 'links' | 'groups',
  { dayBefore }: DemonstrationDays,
): Promise<void> {
  const { items } = await nationalBody.get(`/v1/register-imports?kind=${kind}&limit=1`)
  const [before] = items
  const imported = before ?? (await startImport(nationalBody, kind, registerFiles()[kind], dayBefore))
  await importDone(nationalBody, imported.id)
}

async function startImport(nationalBody: DemonstrationClient, kind: string, text: string, extractedOn: string): Promise<{ id: string }> {
  const fileId = await nationalBody.upload('/v1/register-files', text, { filename: `${kind}.csv`, filetype: 'text/csv' })
  return nationalBody.post(`import ${kind} ${fileId}`, '/v1/register-imports', { fileId, kind, extractedOn })
}

async function importDone(nationalBody: DemonstrationClient, importId: string): Promise<void> {
  for (const began = Date.now(); Date.now() - began < 60_000; await sleep(40)) {
    const { state, failure } = await nationalBody.get(`/v1/register-imports/${importId}`)
    if (state === 'done') return
    if (state === 'failed' || state === 'rejected') {
      throw new Fault(
        `The demonstration's schools could not be imported: ${failure?.detail ?? state}. Start without it: npm start -- --no-demo`,
      )
    }
  }
  throw new Fault('The demonstration’s schools were not imported within a minute. Start again, or without it: npm start -- --no-demo')
}

/** @param grouped when trusts are there: those of academies, whose staff they employ, wait for them. */
export async function returnStaff(
  nationalBody: DemonstrationClient,
  days: DemonstrationDays,
  grouped: Promise<void>,
): Promise<StaffBySchool> {
  const staff = new Map<string, { personId: string; staffCategory: StaffCategory }[]>()
  const submit = async (school: DemonstrationSchool) => {
    const items = staffOf(school, days.schoolYear)
    const { outcomes } = await nationalBody.post(`staff ${school.urn}`, `/v1/schools/${school.urn}/staff-returns`, {
      mode: 'full',
      extractedAt: `${days.dayBefore}T06:00:00Z`,
      items,
    })
    staff.set(
      school.urn,
      outcomes.map(({ personId }: { personId: string }, index: number) => ({
        personId,
        staffCategory: items[index]!.employment.staffCategory,
      })),
    )
  }
  const isLater = ({ urn, group }: DemonstrationSchool) => group === 'trust' || returnedLater.has(urn)
  const first = schools.filter((school) => !isLater(school))
  await Promise.all([inParallel(first, submit), grouped])
  await inParallel(schools.filter(isLater), submit)
  return staff
}

/** The chair of governors of each school in a network, and a parent governor in the active one. */
export async function seatGovernors(nationalBody: DemonstrationClient, days: DemonstrationDays): Promise<void> {
  const seats = [
    ...[...activeSchools, ...formingSchools].map((urn) => ({ urn, category: 'co-opted', office: 'chair', seed: Number(urn) + 10_000 })),
    ...activeSchools.map((urn) => ({ urn, category: 'parent', office: undefined, seed: Number(urn) + 20_000 })),
  ]
  await inParallel(seats, async ({ urn, category, office, seed }) => {
    const { id: personId } = await nationalBody.post(`governor ${seed}`, '/v1/people', { name: nameOf(seed) })
    await nationalBody.post(`term ${seed}`, '/v1/governance-terms', {
      personId,
      board: { kind: 'school', reference: urn },
      category,
      ...(office && { office }),
      firstDay: days.schoolYear,
      lastDay: days.termEnds,
    })
  })
}

export interface Others {
  readonly trustId: string
  readonly trustHead: string
  readonly officer: string
  readonly university: string
}

/** The trust's head, an authority's officer, a university and a tutor of it: people who work at no school. */
export async function employOthers(nationalBody: DemonstrationClient, days: DemonstrationDays, grouped: Promise<void>): Promise<Others> {
  await grouped
  const employ = async (key: string, seed: number, kind: string, reference: string, staffCategory: string) => {
    const { id: personId } = await nationalBody.post(`${key} person`, '/v1/people', { name: nameOf(seed) })
    await nationalBody.post(`${key} employment`, '/v1/employments', {
      personId,
      employer: { kind, reference },
      urns: [],
      workingDays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      fte: 1,
      staffCategory,
      firstDay: days.schoolYear,
    })
    return personId as string
  }
  const [group, university] = await Promise.all([
    nationalBody.get(`/v1/school-groups?uid=${trust.uid}`),
    nationalBody.post('university', '/v1/partner-organisations', {
      name: 'University of Wenmoor',
      kind: 'hei',
      website: 'https://www.wenmoor.example',
      laCode: Object.keys(areas)[0],
      firstDay: days.schoolYear,
    }),
  ])
  const trustId = group.items[0].id as string
  const [trustHead, officer] = await Promise.all([
    employ('trust head', 30_001, 'trust', trustId, 'head-teacher'),
    employ('officer', 30_002, 'local-authority', '971', 'authority-officer'),
    employ('tutor', 30_003, 'agency', university.id, 'hei-staff'),
  ])
  return { trustId, trustHead, officer, university: university.id }
}
