import Type from 'typebox'
import { event } from '../../define.ts'
import { Id } from '../../formats.ts'
import { EmploymentPeriods } from '../employments/model.ts'
import { GovernanceTermState } from '../governance-terms/model.ts'
import { RefusalGround } from './model.ts'

export const PersonRegistered = event('membership.person-registered', {
  summary: 'A person was registered. Fetch the name with authority.',
  about: { person: 'personId' },
  data: { personId: Id },
})

export const PersonChanged = event('membership.person-changed', {
  summary: "A person's name, TRN or addresses changed.",
  about: { person: 'personId' },
  data: { personId: Id, what: Type.Array(Type.Enum(['name', 'trn', 'emails'])) },
})

/** Everything held about `personId` now belongs to `intoPersonId`; the lists name what was united on the way. */
export const PersonMerged = event('membership.person-merged', {
  summary: 'Two records turned out to be one person; everything held follows.',
  about: { person: 'personId' },
  data: {
    personId: Id,
    intoPersonId: Id,
    /** Employments that are now recorded in another one, which holds `periods` since. */
    unitedEmployments: Type.Array(Type.Object({ employmentId: Id, intoEmploymentId: Id, periods: EmploymentPeriods })),
    unitedTerms: Type.Array(Type.Object({ termId: Id, into: GovernanceTermState })),
  },
})

export const PersonErased = event('membership.person-erased', {
  summary: "A person's names, TRN and addresses were erased; ids, codes and dates stay.",
  about: { person: 'personId' },
  data: { personId: Id },
})

export const ErasureAsked = event('membership.erasure-asked', {
  summary: 'A person asked to be erased; the national body decides.',
  about: { person: 'personId' },
  data: { personId: Id },
})

export const ErasureRefused = event('membership.erasure-refused', {
  summary: 'A request for erasure was refused, with its ground.',
  about: { person: 'personId' },
  data: { personId: Id, ground: RefusalGround },
})
