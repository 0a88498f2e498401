/** Loops of a service's own: begun before it says that it is ready, closed while its database is still there. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testService } from '../../testing/src/index.ts'
import { visits } from '../example/visits.ts'
import type { Surroundings } from './run.ts'

const life: string[] = []
let surroundings: Surroundings<unknown> | undefined

const service = testService(visits(), {
  loops: (given) => {
    surroundings = given
    life.push('begun')
    return [
      {
        name: 'a loop',
        async close() {
          const { rows } = await sql<{ there: boolean }>`select true as there`.execute(given.database.sql)
          life.push(`closed, database ${rows[0]?.there ? 'there' : 'away'}`)
        },
      },
    ]
  },
})

test('it is begun with the service and closed with it, before the database', async () => {
  expect(life).toEqual(['begun'])
  expect(surroundings?.clock.now()).toBeInstanceOf(Date)
  await service.restart()
  expect(life).toEqual(['begun', 'closed, database there', 'begun'])
})
