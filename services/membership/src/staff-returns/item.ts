/** What a school's MIS says of one member of staff, and what comes of it. */
import type { StaffReturnItem } from '@nlc/contracts/membership'
import type { Static } from 'typebox'
import type { EmploymentRecord } from '../employments/employment-record.ts'
import type { Employer } from '../employments/period.ts'
import type { Name } from '../people/person.ts'
import type { WorkEmail } from '../people/work-emails.ts'

export type Item = Static<typeof StaffReturnItem>

export type ItemResult = 'created' | 'started' | 'changed' | 'ended' | 'unchanged' | 'refused' | 'question'
export type ItemRefusal =
  | 'reference-repeated'
  | 'no-such-person'
  | 'person-was-erased'
  | 'name-missing'
  | 'no-such-employer'
  | 'last-day-too-early'
  | 'employment-overlaps'

export interface Outcome {
  readonly reference: string
  readonly outcome: ItemResult
  readonly refusal?: ItemRefusal | undefined
  readonly detail?: string | undefined
  readonly personId?: string | undefined
  readonly employmentId?: string | undefined
  readonly questionId?: string | undefined
}

/** Somebody whom an identifier of an item points to, or who has a current employment at the school. */
export interface KnownPerson {
  readonly id: string
  /** Nothing once erased. */
  readonly name: Name | undefined
  readonly trn: string | undefined
  readonly emails: readonly WorkEmail[]
  /** Works at or governs another school, now or to come. */
  readonly elsewhere: boolean
  /** In the view of whoever sends this. */
  readonly seen: boolean
  /** Left out of what the school shares with the client: it is not to learn that the person is here. */
  readonly leftOut: boolean
}

export interface OpenQuestion {
  readonly id: string
  readonly kind: 'absent' | 'which-person'
  readonly employmentId: string | null
  readonly reference: string | null
}

/** All that a return is compared with. Identifiers lead to people; records that were merged are resolved. */
export interface Known {
  readonly urn: string
  readonly today: string
  /** The day of the extract. */
  readonly extractDay: string
  readonly defaultEmployer: Employer
  /** Employers that items name, as they are recorded; nothing for one that does not exist. By `keyOf`. */
  readonly employers: ReadonlyMap<string, Employer>
  readonly people: ReadonlyMap<string, KnownPerson>
  readonly byPersonId: ReadonlyMap<string, string>
  readonly byReference: ReadonlyMap<string, { readonly personId: string; readonly employmentId: string }>
  readonly byTrn: ReadonlyMap<string, string>
  /** By employer and number: everybody who has it now or to come. */
  readonly byPayroll: ReadonlyMap<string, readonly string[]>
  /** Verified addresses, in lower case. */
  readonly byEmail: ReadonlyMap<string, string>
  /** Those at the school, and all of the people whom items point to. */
  readonly employments: readonly EmploymentRecord[]
  readonly questions: readonly OpenQuestion[]
  /** Employments of which the school said `still here`, and which have been in no return since. */
  readonly knownAbsent: ReadonlySet<string>
}

export const keyOf = ({ kind, reference }: Employer): string => `${kind}:${reference.toLowerCase()}`
export const payrollKey = (employer: Employer, number: string): string => `${keyOf(employer)} ${number}`
