import { PersonRegistered } from '@nlc/contracts/membership'
import { react } from '@nlc/runtime'
import { knowPerson } from './known-person.ts'

export const notePersonOnPersonRegistered = react('known.note-person', { on: PersonRegistered }, async ({ personId }, { sql: db }) => {
  await knowPerson(db, personId)
})
