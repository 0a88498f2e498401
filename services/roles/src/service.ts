/** The table of contents of roles. */
import { roles as contract } from '@nlc/contracts/roles'
import { defineService } from '@nlc/runtime'

export const roles = defineService(contract, {
  entities: [],
  migrations: new URL('../migrations/', import.meta.url),
  handlers: [],
})
