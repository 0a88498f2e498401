import { AskForErasure } from './ask-for-erasure.ts'
import { ChangePerson } from './change-person.ts'
import { DecideErasure } from './decide-erasure.ts'
import { ErasureAsked, ErasureRefused, PersonChanged, PersonErased, PersonMerged, PersonRegistered } from './events.ts'
import { GetCopyOfPersonalData } from './get-copy-of-personal-data.ts'
import { GetErasure } from './get-erasure.ts'
import { GetPerson } from './get-person.ts'
import { ListErasures } from './list-erasures.ts'
import { ListPeople } from './list-people.ts'
import { LookUpPeople } from './look-up-people.ts'
import { MergePeople } from './merge-people.ts'
import { RegisterPerson } from './register-person.ts'

export * from './ask-for-erasure.ts'
export * from './change-person.ts'
export * from './decide-erasure.ts'
export * from './events.ts'
export * from './get-copy-of-personal-data.ts'
export * from './get-erasure.ts'
export * from './get-person.ts'
export * from './list-erasures.ts'
export * from './list-people.ts'
export * from './look-up-people.ts'
export * from './merge-people.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './register-person.ts'

export const operations = [
  RegisterPerson,
  ChangePerson,
  GetPerson,
  ListPeople,
  LookUpPeople,
  MergePeople,
  GetCopyOfPersonalData,
  AskForErasure,
  DecideErasure,
  GetErasure,
  ListErasures,
] as const
export const events = [PersonRegistered, PersonChanged, PersonMerged, PersonErased, ErasureAsked, ErasureRefused] as const
