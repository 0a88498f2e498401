/** The table of contents of recognition. */
import { recognition as contract } from '@nlc/contracts/recognition'
import * as known from '@nlc/known'
import { defineService } from '@nlc/runtime'
import * as frameworks from './frameworks/index.ts'
import * as portfolios from './portfolios/index.ts'

/** The copies first: whoever else reacts to the same event finds them as it left them. */
const aggregates = [known, frameworks, portfolios] as const

export const recognition = defineService(contract, {
  migrations: [known.migrations, new URL('../migrations/', import.meta.url)],
  handlers: aggregates.flatMap(({ handlers }) => [...handlers]),
  entities: aggregates.flatMap(({ entities }) => [...entities]),
  reactions: aggregates.flatMap(({ reactions }) => [...reactions]),
  works: aggregates.flatMap(({ works }) => [...works]),
})
