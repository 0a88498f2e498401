import Type from 'typebox'
import { command } from '../../define.ts'
import { Id } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { NetworkNotInState, NoSuchNetwork } from '../../membership/networks/problems.ts'
import { NoSuchPerson } from '../../membership/people/problems.ts'
import { NoSuchRole, NotEligible, RoleRetired } from '../appointments/problems.ts'
import { PersonNominated } from './events.ts'
import { couldTakeOn, Interest, InterestNote, VacancyId } from './model.ts'
import { ClosingDayPassed, InterestedAlready, NoSuchVacancy, VacancyNotOpen } from './problems.ts'

const who = { personId: Id, note: Type.Optional(InterestNote) }
const by =
  'By a co-leader of the network, or a signatory of the school or group through which the person could hold it. The person is asked, and agrees or declines. Somebody who could hold no role of the network is not found.'

export const NominateForVacancy = command('roles.nominate-for-vacancy', {
  summary: 'Nominate somebody for a role',
  description: by,
  needs: 'roles:write',
  http: 'POST /v1/vacancies/:vacancyId/nominations',
  input: { vacancyId: VacancyId, ...who },
  output: Interest,
  emits: [PersonNominated],
  problems: [NoSuchVacancy, VacancyNotOpen, ClosingDayPassed, NoSuchPerson, NotEligible, InterestedAlready],
})

export const Nominate = command('roles.nominate', {
  summary: 'Nominate somebody who could take on roles of a network',
  description: `Without a vacancy. ${by}`,
  needs: 'roles:write',
  http: 'POST /v1/networks/:networkId/nominations',
  input: { networkId: NetworkId, ...couldTakeOn, ...who },
  output: Interest,
  emits: [PersonNominated],
  problems: [NoSuchNetwork, NetworkNotInState, NoSuchPerson, NoSuchRole, RoleRetired, NotEligible, InterestedAlready],
})
