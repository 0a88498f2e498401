import { command, query } from '../../define.ts'
import { MinutesPerWeek } from '../role-definitions/model.ts'
import { PersonAllowanceSet } from './events.ts'
import { PersonAllowance } from './model.ts'

export const SetPersonAllowance = command('roles.set-person-allowance', {
  summary: 'Set how many minutes a week one person may be given in all',
  description: 'Over all networks and roles; 300 until it is set. What is held already stays so. Setting it to what it is changes nothing.',
  needs: 'national-body',
  http: 'PUT /v1/person-allowance',
  input: { maxMinutesPerWeek: MinutesPerWeek },
  output: PersonAllowance,
  emits: [PersonAllowanceSet],
  problems: [],
})

export const GetPersonAllowance = query('roles.get-person-allowance', {
  summary: 'Get how many minutes a week one person may be given in all',
  needs: 'roles:read',
  http: 'GET /v1/person-allowance',
  input: {},
  output: PersonAllowance,
  problems: [],
})
