/** The table of contents of recognition. */
import { recognition as contract } from '@nlc/contracts/recognition'
import * as known from '@nlc/known'
import { defineService, type Service } from '@nlc/runtime'
import * as awards from './awards/index.ts'
import * as centres from './centres/index.ts'
import * as claims from './claims/index.ts'
import type { Settings } from './config.ts'
import * as frameworks from './frameworks/index.ts'
import * as issuing from './issuing/index.ts'
import * as judging from './judging/index.ts'
import * as people from './people/index.ts'
import * as portfolios from './portfolios/index.ts'
import * as presentations from './presentations/index.ts'
import * as records from './records/index.ts'
import * as references from './references/index.ts'

/** The copies first: whoever else reacts to the same event finds them as it left them. */
const aggregates = [
  known,
  references,
  people,
  frameworks,
  portfolios,
  centres,
  presentations,
  judging,
  awards,
  issuing,
  records,
  claims,
] as const

/** @param settings asked for when something runs: migrating needs none. */
export function recognition(settings: () => Settings): Service {
  return defineService(contract, {
    migrations: [known.migrations, new URL('../migrations/', import.meta.url)],
    handlers: [
      ...references.handlers,
      ...frameworks.handlers,
      ...portfolios.handlers,
      ...centres.handlers,
      ...presentations.handlers,
      ...judging.handlers(settings),
      ...awards.handlers(settings),
      ...issuing.handlers(settings),
      ...records.handlers(settings),
      ...claims.handlers,
    ],
    entities: aggregates.flatMap(({ entities }) => [...entities]),
    reactions: aggregates.flatMap(({ reactions }) => [...reactions]),
    works: aggregates.flatMap(({ works }) => [...works]),
  })
}
