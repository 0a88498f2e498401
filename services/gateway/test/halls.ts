/** A service to stand behind the gateway in its tests: everything that a contract can say, in one small thing. */
import { command, problem, query, service } from '@nlc/contracts/define'
import { CalendarDate, pageOf, paging, Version } from '@nlc/contracts/formats'
import Type from 'typebox'

export const NoSuchHall = problem(404, 'no-such-hall', 'There is no such hall.')
const HallId = Type.String({ format: 'uuid' })
export const Hall = Type.Object({ id: HallId, name: Type.String(), version: Version }, { title: 'Hall' })

export const openHall = command('membership.open-hall', {
  summary: 'Open a hall',
  needs: 'networks:write',
  http: 'POST /v1/halls',
  input: { name: Type.String({ maxLength: 100 }), seats: Type.Optional(Type.Array(Type.Object({ row: Type.Integer() }))) },
  output: Hall,
  emits: [],
  problems: [],
})
export const changeHall = command('membership.change-hall', {
  summary: 'Change a hall',
  needs: 'networks:write',
  http: 'PATCH /v1/halls/:hallId',
  ifMatch: true,
  input: { hallId: HallId, name: Type.Optional(Type.String()) },
  output: Hall,
  emits: [],
  problems: [NoSuchHall],
})
export const closeHall = command('membership.close-hall', {
  summary: 'Close a hall',
  needs: 'networks:write',
  http: 'DELETE /v1/halls/:hallId',
  input: { hallId: HallId },
  emits: [],
  problems: [NoSuchHall],
})
export const getHall = query('membership.get-hall', {
  summary: 'Read a hall',
  needs: 'networks:read',
  http: 'GET /v1/halls/:hallId',
  input: { hallId: HallId, day: Type.Optional(CalendarDate) },
  output: Hall,
  problems: [NoSuchHall],
})
export const listHalls = query('membership.list-halls', {
  summary: 'List halls',
  needs: 'networks:read',
  http: 'GET /v1/halls',
  input: { ...paging, ids: Type.Optional(Type.Array(HallId, { maxItems: 2 })), open: Type.Optional(Type.Boolean()) },
  output: pageOf(Hall),
  problems: [],
})
export const countHalls = query('membership.count-halls', {
  summary: 'Count the halls',
  needs: 'public',
  http: 'GET /v1/hall-count',
  input: {},
  output: Type.Object({ count: Type.Integer() }),
  problems: [],
})
export const printHalls = query('membership.print-halls', {
  summary: 'Print the halls',
  needs: 'networks:read',
  http: 'GET /v1/printed-halls',
  input: { limit: Type.Optional(Type.Integer()) },
  stream: { produces: 'text/csv' },
  problems: [],
})
export const uploadPlan = command('membership.upload-plan', {
  summary: 'Upload a plan',
  needs: 'networks:write',
  http: 'POST /v1/plans',
  input: {},
  emits: [],
  problems: [],
  upload: { accepts: ['text/csv'], maxBytes: 1_000_000 },
})

export const halls = service('membership', {
  summary: 'Halls',
  events: [],
  operations: [openHall, changeHall, closeHall, getHall, listHalls, countHalls, printHalls, uploadPlan],
})
