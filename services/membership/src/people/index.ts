import { askForErasure } from './ask-for-erasure.ts'
import { changePerson } from './change-person.ts'
import { decideErasure } from './decide-erasure.ts'
import { Erasure } from './erasure.ts'
import { getCopyOfPersonalData } from './get-copy-of-personal-data.ts'
import { getErasure } from './get-erasure.ts'
import { getPerson } from './get-person.ts'
import { listErasures } from './list-erasures.ts'
import { listPeople } from './list-people.ts'
import { lookUpPeople } from './look-up-people.ts'
import { mergePeople } from './merge-people.ts'
import { Person } from './person.ts'
import { registerPerson } from './register-person.ts'

export const handlers = [
  registerPerson,
  changePerson,
  getPerson,
  listPeople,
  lookUpPeople,
  mergePeople,
  getCopyOfPersonalData,
  askForErasure,
  decideErasure,
  getErasure,
  listErasures,
] as const
export const entities = [Person, Erasure] as const
export const reactions = [] as const
export const works = [] as const
