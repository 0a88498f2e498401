/** The table of contents of subscriptions. */
import { subscriptions as contract } from '@nlc/contracts/subscriptions'
import { defineService } from '@nlc/runtime'

export const subscriptions = defineService(contract, {
  entities: [],
  migrations: new URL('../migrations/', import.meta.url),
  handlers: [],
})
