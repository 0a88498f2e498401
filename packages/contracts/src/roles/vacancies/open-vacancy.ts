import Type from 'typebox'
import { command } from '../../define.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { NetworkNotInState, NoSuchNetwork } from '../../membership/networks/problems.ts'
import { FollowsCoLeaders, NoSuchRole, OverRoleCap, RoleRetired, SubjectMissing, SubjectNotTaken } from '../appointments/problems.ts'
import { RoleCode, Subject } from '../role-definitions/model.ts'
import { VacancyOpened } from './events.ts'
import { Vacancy, vacancyTerms } from './model.ts'
import { VacancyDaysBackwards, VacancyOpenAlready } from './problems.ts'

export const OpenVacancy = command('roles.open-vacancy', {
  summary: 'Look for somebody to take on a role of a network',
  description:
    'By a co-leader, or the national body. Open to staff and governors of every school of the network, in the categories that the role is for. Who is appointed to the role fills it.',
  needs: 'roles:write',
  http: 'POST /v1/networks/:networkId/vacancies',
  input: {
    networkId: NetworkId,
    roleCode: RoleCode,
    subject: Type.Optional(Subject),
    ...vacancyTerms,
    holders: Type.Optional(Type.Number({ ...vacancyTerms.holders, default: 1 })),
  },
  output: Vacancy,
  emits: [VacancyOpened],
  problems: [
    NoSuchNetwork,
    NetworkNotInState,
    NoSuchRole,
    RoleRetired,
    FollowsCoLeaders,
    SubjectMissing,
    SubjectNotTaken,
    OverRoleCap,
    VacancyDaysBackwards,
    VacancyOpenAlready,
  ],
})
