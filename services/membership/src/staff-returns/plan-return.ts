/**
 * What a staff return comes to: decided whole, from what is known and what was sent, before anything is written. So a dry run
 * gives the same outcomes, and a return that would end many employments can wait.
 */
import type { EmploymentRecord } from '../employments/employment-record.ts'
import { collide, isOn, type Period } from '../employments/period.ts'
import { claims } from './claims.ts'
import { type Item, type ItemRefusal, type Known, keyOf, type Outcome, payrollKey } from './item.ts'
import { type Brought, type Match, matchPerson } from './match-people.ts'
import { type PersonChange, personChange } from './person-change.ts'
import { type Returned, returnedEmployment } from './returned-employment.ts'

export interface Plan {
  readonly outcomes: Outcome[]
  readonly absent: { readonly personId: string; readonly employmentId: string; readonly questionId: string }[]
  /** In the order of the items. */
  readonly people: PersonChange[]
  /** Whether `started` is new; else what happened to it. */
  readonly employments: { readonly record: EmploymentRecord; readonly started: boolean; readonly effects: Returned['effects'] }[]
  readonly references: { readonly reference: string; readonly personId: string; readonly employmentId: string }[]
  readonly questions: {
    readonly id: string
    readonly kind: 'absent' | 'which-person'
    readonly isNew: boolean
    readonly personId?: string
    readonly employmentId?: string
    readonly item?: Item
    readonly candidates?: readonly string[]
  }[]
  readonly lapsed: string[]
  /** Of the employments at the school that are current, how many the return ends. */
  readonly current: number
  readonly ending: number
}

/** More than a tenth of the current employments ending at once is more often an error than a summer. */
export const needsConfirmation = ({ current, ending }: Pick<Plan, 'current' | 'ending'>): boolean => ending * 10 > current && ending > 0

const whatToDo: Record<ItemRefusal, string> = {
  'reference-repeated': 'Each reference may be in a return once.',
  'no-such-person': 'There is no such person in your view. Leave `personId` out, and send what identifies them.',
  'person-was-erased': 'The person was erased: nothing more is recorded about them.',
  'name-missing': 'Nobody is found by these identifiers. To register somebody, send a name.',
  'no-such-employer': 'There is no such trust, school, local authority or partner organisation.',
  'last-day-too-early': 'The last day lies before the first.',
  'employment-overlaps': 'Another employment of the person, with this employer and in this category, covers some of these days.',
}

export interface Decided {
  /** By reference: whom a question's answer says that an item is about. */
  readonly people: ReadonlyMap<string, string | 'new-person'>
}

export function planReturn(
  known: Known,
  mode: 'full' | 'delta',
  items: readonly Item[],
  newId: () => string,
  decided: Decided = { people: new Map() },
): Plan {
  const { urn, today } = known
  const records = new Map(known.employments.map((record) => [record.id, record]))
  const brought: Brought = { trn: new Map(), payroll: new Map(), email: new Map() }
  const plan: Plan = {
    outcomes: [],
    absent: [],
    people: [],
    employments: [],
    references: [],
    questions: [],
    lapsed: [],
    current: known.employments.filter((record) => isCurrent(record)).length,
    ending: 0,
  }
  let ending = 0
  const seen = new Set<string>()
  /** Employments that an item is about, and people about whom an item says something that is not clear. */
  const spokenFor = new Set<string>()
  const unclearPeople = new Set<string>()

  const matched = items.map((item) => {
    const repeated = seen.has(item.reference)
    seen.add(item.reference)
    const match: Match = repeated ? { found: 'refused', refusal: 'reference-repeated' } : matchOf(item)
    const personId = match.found === 'somebody' ? match.personId : match.found === 'nobody' && item.name !== undefined ? newId() : undefined
    if (personId !== undefined) bring(item, personId)
    return { item, match, personId }
  })
  const byPerson = Map.groupBy(
    matched.filter(({ personId }) => personId !== undefined),
    ({ personId }) => personId!,
  )
  const claimed = new Map<Item, EmploymentRecord>()
  const remembered = new Set([...known.byReference.values()].map(({ employmentId }) => employmentId))
  const recorded = Map.groupBy(known.employments, (record) => record.personId)
  for (const [personId, theirs] of byPerson) {
    const claimants = theirs.map(({ item }) => ({
      item,
      employer: item.employment.employer,
      remembered: known.byReference.get(item.reference)?.employmentId,
    }))
    for (const [item, record] of claims(claimants, recorded.get(personId) ?? [], urn, remembered)) claimed.set(item, record)
  }
  const people = new Map(known.people)
  const now = new Map([...recorded].map(([personId, theirs]) => [personId, theirs.map(({ id }) => id)]))
  for (const { item, match, personId } of matched) plan.outcomes.push(outcomeOf(item, match, personId))
  if (mode === 'full') findAbsent()
  lapse()
  return { ...plan, ending }

  function isCurrent({ periods }: EmploymentRecord): boolean {
    return periods.some((period) => isOn(period, today) && period.urns.includes(urn))
  }

  function matchOf(item: Item): Match {
    const answer = decided.people.get(item.reference)
    if (answer === 'new-person') return { found: 'nobody' }
    return answer === undefined ? matchPerson(item, known, brought) : { found: 'somebody', personId: answer }
  }

  function bring({ trn, payrollNumber, email, emailVerified, employment }: Item, personId: string): void {
    if (trn !== undefined && !known.byTrn.has(trn)) brought.trn.set(trn, personId)
    if (email !== undefined && emailVerified && !known.byEmail.has(email.toLowerCase())) brought.email.set(email.toLowerCase(), personId)
    if (payrollNumber === undefined) return
    const key = payrollKey(employment.employer ?? known.defaultEmployer, payrollNumber)
    brought.payroll.set(key, [...(brought.payroll.get(key) ?? []), personId])
  }

  function outcomeOf(item: Item, match: Match, personId: string | undefined): Outcome {
    const { reference } = item
    const refused = (refusal: ItemRefusal): Outcome => {
      if (personId !== undefined) unclearPeople.add(personId)
      return { reference, outcome: 'refused', refusal, detail: whatToDo[refusal] }
    }
    if (match.found === 'refused') return refused(match.refusal)
    if (match.found === 'unclear') return ask(item, match.candidates)
    // Whoever an earlier item was to bring in is brought in by this one, if that one was refused.
    if (personId === undefined || (item.name === undefined && !people.has(personId))) return refused('name-missing')

    const said = item.employment.employer
    const employer = said && known.employers.get(keyOf(said))
    if (said && !employer) return refused('no-such-employer')
    const record = claimed.get(item)
    const returned = record
      ? returnedEmployment(records.get(record.id)!, item, { urn, extractDay: known.extractDay, employer })
      : begin(item, personId, employer)
    if (returned === 'last-day-too-early') return refused(returned)
    if (meetsAnother(returned.record)) return refused('employment-overlaps')

    const person = personChange(people.get(personId), personId, item, brought.trn.get(item.trn ?? '') === personId)
    if (person) plan.people.push(person.change)
    if (person) people.set(personId, person.after)
    records.set(returned.record.id, returned.record)
    if (!record) now.set(personId, [...(now.get(personId) ?? []), returned.record.id])
    spokenFor.add(returned.record.id)
    plan.references.push({ reference, personId, employmentId: returned.record.id })
    if (!record || returned.effects.length > 0)
      plan.employments.push({ record: returned.record, started: !record, effects: returned.effects })
    if (record && returned.ending && isCurrent(record)) ending += 1
    const result = !record
      ? person?.change.isNew
        ? 'created'
        : 'started'
      : returned.ending
        ? 'ended'
        : returned.effects.length > 0 || person
          ? 'changed'
          : 'unchanged'
    return { reference, outcome: result, personId, employmentId: returned.record.id }
  }

  function begin(item: Item, personId: string, employer = known.defaultEmployer): Returned | 'last-day-too-early' {
    const { firstDay, lastDay = null, endReason, workingDays, fte, staffCategory } = item.employment
    if (lastDay !== null && lastDay < firstDay) return 'last-day-too-early'
    const period: Period = {
      employer,
      urns: [urn],
      workingDays,
      fte,
      staffCategory,
      payrollNumber: item.payrollNumber ?? null,
      firstDay,
      lastDay,
    }
    const record = {
      id: newId(),
      personId,
      endReason: lastDay === null ? null : (endReason ?? null),
      voided: false,
      unitedInto: null,
      periods: [period],
    }
    return { record, effects: [], ending: false }
  }

  function meetsAnother({ id, personId, periods }: EmploymentRecord): boolean {
    return (now.get(personId) ?? []).some(
      (other) => other !== id && records.get(other)!.periods.some((a) => periods.some((b) => collide(a, b))),
    )
  }

  function ask(item: Item, candidates: readonly string[]): Outcome {
    for (const id of candidates) unclearPeople.add(id)
    const open = known.questions.find(({ kind, reference }) => kind === 'which-person' && reference === item.reference)
    const id = open?.id ?? newId()
    plan.questions.push({ id, kind: 'which-person', isNew: open === undefined, item, candidates })
    return { reference: item.reference, outcome: 'question', questionId: id }
  }

  function findAbsent(): void {
    for (const record of known.employments) {
      const { id, personId } = record
      const nothingToAsk =
        spokenFor.has(id) || unclearPeople.has(personId) || known.people.get(personId)?.leftOut || known.knownAbsent.has(id)
      if (nothingToAsk || !isCurrent(record)) continue
      const open = known.questions.find(({ kind, employmentId }) => kind === 'absent' && employmentId === id)
      const questionId = open?.id ?? newId()
      plan.absent.push({ personId, employmentId: id, questionId })
      plan.questions.push({ id: questionId, kind: 'absent', isNew: open === undefined, personId, employmentId: id })
    }
  }

  /** Open questions that are needless now: somebody is back, or left by other means; an item is clear, or not sent any more. */
  function lapse(): void {
    const clear = new Set(plan.references.map(({ reference }) => reference))
    const current = new Set(known.employments.filter(isCurrent).map(({ id }) => id))
    for (const { id, kind, employmentId, reference } of known.questions) {
      const answered =
        kind === 'absent'
          ? spokenFor.has(employmentId!) || !current.has(employmentId!)
          : clear.has(reference!) || (mode === 'full' && !seen.has(reference!))
      if (answered) plan.lapsed.push(id)
    }
  }
}
