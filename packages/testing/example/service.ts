/** A service in miniature, for the test kit's own tests: it greets schools, by command and when it hears of one. */
import { command, event, problem, query, service } from '@nlc/contracts/define'
import { defineService, handle, newId, react, work } from '@nlc/runtime'
import { sql } from 'kysely'
import Type from 'typebox'

const Greeting = Type.Object({ id: Type.String({ format: 'uuid' }), name: Type.String(), saidAt: Type.String({ format: 'date-time' }) })

export const SchoolOpened = event('membership.school-opened', {
  summary: 'A school opened.',
  about: { school: 'schoolId' },
  data: { schoolId: Type.String({ format: 'uuid' }), name: Type.String() },
})
export const Greeted = event('roles.greeted', {
  summary: 'Somebody was greeted.',
  about: { greeting: 'id' },
  data: { id: Type.String({ format: 'uuid' }), name: Type.String() },
})
export const GreetedAlready = problem(409, 'greeted-already', 'That name was greeted already.')

export const Greet = command('roles.greet', {
  summary: 'Greet somebody',
  needs: 'networks:write',
  http: 'POST /v1/greetings',
  input: { name: Type.String({ minLength: 1 }) },
  output: Greeting,
  emits: [Greeted],
  problems: [GreetedAlready],
})
export const ListGreetings = query('roles.list-greetings', {
  summary: 'List greetings',
  needs: 'networks:read',
  http: 'GET /v1/greetings',
  input: {},
  output: Type.Object({ items: Type.Array(Greeting) }),
  problems: [],
})

const greetLater = work(
  'roles.greet-later',
  { input: { name: Type.String() }, emits: [Greeted] },
  async ({ name }, _, { sql: db, now, emit }) => {
    const id = newId()
    await sql`insert into greeting (id, name, said_at) values (${id}, ${name}, ${now})`.execute(db)
    emit(Greeted, { id, name })
    return { state: undefined, next: 'done' }
  },
)

const DAY = 24 * 60 * 60_000

export const example = defineService(service('roles', { summary: 'Greets.', operations: [Greet, ListGreetings], events: [Greeted] }), {
  entities: [],
  migrations: [new URL('./migrations/', import.meta.url)],
  handlers: [
    handle(Greet, async ({ name }, { sql: db, now, emit, fail }) => {
      const { rows } = await sql`select from greeting where name = ${name}`.execute(db)
      if (rows.length > 0) fail(GreetedAlready)
      const id = newId()
      await sql`insert into greeting (id, name, said_at) values (${id}, ${name}, ${now})`.execute(db)
      emit(Greeted, { id, name })
      return { id, name, saidAt: now }
    }),
    handle(ListGreetings, async (_, { sql: db }) => {
      const { rows } = await sql<{ id: string; name: string; saidAt: Date }>`
        select id, name, said_at as "saidAt" from greeting order by id limit 100`.execute(db)
      return { items: rows }
    }),
  ],
  reactions: [
    react('roles.greet-new-schools', { on: SchoolOpened }, async ({ name }, { enqueue, now }) => {
      if (name === '') throw new Error('a school without a name')
      await enqueue(greetLater, { name }, { runAt: new Date(now.getTime() + DAY) })
    }),
  ],
  works: [greetLater],
})
