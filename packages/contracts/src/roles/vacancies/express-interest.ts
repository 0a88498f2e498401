import Type from 'typebox'
import { command } from '../../define.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { NeedsPerson, NetworkNotInState, NoSuchNetwork } from '../../membership/networks/problems.ts'
import { NoSuchRole, NotEligible, NotInNetwork, RoleRetired } from '../appointments/problems.ts'
import { InterestExpressed } from './events.ts'
import { couldTakeOn, Interest, InterestNote, VacancyId } from './model.ts'
import { ClosingDayPassed, InterestedAlready, NoSuchVacancy, VacancyNotOpen } from './problems.ts'

const note = Type.Optional(InterestNote)

export const ExpressInterestInVacancy = command('roles.express-interest-in-vacancy', {
  summary: 'Say that one would take on a role',
  description: 'As a person who could hold it: staff and governors of every school of the network, in the categories that the role is for.',
  needs: 'roles:write',
  http: 'POST /v1/vacancies/:vacancyId/interests',
  input: { vacancyId: VacancyId, note },
  output: Interest,
  emits: [InterestExpressed],
  problems: [NeedsPerson, NoSuchVacancy, VacancyNotOpen, ClosingDayPassed, NotInNetwork, NotEligible, InterestedAlready],
})

export const ExpressInterest = command('roles.express-interest', {
  summary: 'Answer which roles one could take on',
  description:
    'Without a vacancy: as a person who could hold a role of the network. Once per network and person; withdraw it to answer anew.',
  needs: 'roles:write',
  http: 'POST /v1/networks/:networkId/interests',
  input: { networkId: NetworkId, ...couldTakeOn, note },
  output: Interest,
  emits: [InterestExpressed],
  problems: [NeedsPerson, NoSuchNetwork, NetworkNotInState, NotInNetwork, NoSuchRole, RoleRetired, NotEligible, InterestedAlready],
})
