import { type Item, type Known, payrollKey } from './item.ts'

export type Match =
  | { readonly found: 'somebody'; readonly personId: string }
  | { readonly found: 'nobody' }
  /** Whom the identifiers point to, as far as the caller may know. */
  | { readonly found: 'unclear'; readonly candidates: readonly string[] }
  | { readonly found: 'refused'; readonly refusal: 'reference-repeated' | 'no-such-person' | 'person-was-erased' }

/** What the items of a return so far add to what was known: people that they bring in. */
export interface Brought {
  readonly trn: Map<string, string>
  readonly payroll: Map<string, string[]>
  readonly email: Map<string, string>
}

/**
 * Whom an item is about, by exact identifiers alone: the first that finds somebody decides, unless it finds several people,
 * or another identifier finds somebody else only. Names are never compared. A reference that was remembered was decided
 * before: only a TRN that cannot be that person's reopens it.
 */
export function matchPerson(item: Item, known: Known, brought: Brought): Match {
  const { personId, reference, trn, payrollNumber, email, emailVerified } = item
  const asked = personId === undefined ? undefined : known.byPersonId.get(personId.toLowerCase())
  if (personId !== undefined) {
    const person = asked === undefined ? undefined : known.people.get(asked)
    if (!person?.seen) return { found: 'refused', refusal: 'no-such-person' }
    if (person.name === undefined) return { found: 'refused', refusal: 'person-was-erased' }
  }
  const remembered = known.byReference.get(reference)?.personId
  const employer = item.employment.employer ?? known.defaultEmployer
  const payroll = payrollNumber === undefined ? undefined : payrollKey(employer, payrollNumber)
  const hits = [
    asked === undefined ? [] : [asked],
    remembered === undefined ? [] : [remembered],
    one(trn && (known.byTrn.get(trn) ?? brought.trn.get(trn))),
    payroll === undefined ? [] : [...new Set([...(known.byPayroll.get(payroll) ?? []), ...(brought.payroll.get(payroll) ?? [])])],
    // An address that nobody checked finds nobody.
    emailVerified && email ? one(known.byEmail.get(email.toLowerCase()) ?? brought.email.get(email.toLowerCase())) : [],
  ]
  const first = hits.find((people) => people.length > 0)
  if (first === undefined) return { found: 'nobody' }
  const [found] = first as [string]
  const decidedBefore = found === remembered && (asked === undefined || asked === remembered)
  const unclear = first.length > 1 || (!decidedBefore && hits.some((people) => people.length > 0 && !people.includes(found)))
  const person = known.people.get(found)
  const otherTrn = trn !== undefined && person?.trn !== undefined && person.trn !== trn
  if (person?.leftOut || unclear || otherTrn) {
    const candidates = [...new Set(hits.flat())].filter((id) => known.people.get(id)?.seen && !known.people.get(id)?.leftOut)
    return { found: 'unclear', candidates }
  }
  return { found: 'somebody', personId: found }
}

const one = (id: string | undefined): string[] => (id ? [id] : [])
