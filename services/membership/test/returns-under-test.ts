/** For tests: a school whose MIS sends its staff. */
import type { InputOf } from '@nlc/contracts/define'
import { ListEmployments, ListStaffQuestions, SubmitStaffReturn } from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import type { ServiceUnderTest } from '@nlc/testing'
import { client, nationalBody, peopleUnderTest } from './people-under-test.ts'

export type Sent = InputOf<typeof SubmitStaffReturn>
export type Item = Sent['items'][number]

export const today = () => new Date().toISOString().slice(0, 10)
export const terms = { workingDays: ['monday' as const], fte: 0.5, staffCategory: 'teacher' as const, firstDay: '2025-09-01' }
export const item = (reference: string, said: Partial<Item> = {}): Item => ({
  reference,
  name: { given: 'Jo', family: `Rowe ${reference}` },
  employment: terms,
  ...said,
})

export async function schoolWithMis(membership: ServiceUnderTest) {
  const given = peopleUnderTest(membership)
  const vendor = newId()
  const urn = await given.school({ sharesWith: [vendor] })
  const as = await client(vendor)
  const send = (items: Item[], said: Partial<Sent> = {}, token = as) =>
    membership.ask(SubmitStaffReturn, { urn, mode: 'full', extractedAt: new Date().toISOString(), items, ...said }, { as: token })
  const refused = (said: object, token = as) =>
    membership.refusal(SubmitStaffReturn, { urn, mode: 'full', extractedAt: new Date().toISOString(), items: [], ...said }, { as: token })
  const staff = async (asAt?: string) =>
    (await membership.ask(ListEmployments, { urn, asAt, limit: 200 }, { as: await nationalBody() })).items
  const questions = async (state?: 'open') => (await membership.ask(ListStaffQuestions, { urn, state }, { as })).items
  return { vendor, urn, as, send, refused, staff, questions }
}
export const results = ({ outcomes }: { outcomes: readonly { outcome: string; refusal?: string | undefined }[] }) =>
  outcomes.map(({ outcome, refusal }) => refusal ?? outcome)
