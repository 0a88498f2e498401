import { NetworkDissolved } from '@nlc/contracts/membership'
import { VacancyClosed } from '@nlc/contracts/roles'
import { react } from '@nlc/runtime'
import { closeVacancies } from './close-vacancies.ts'

export const closeVacanciesOnNetworkDissolved = react(
  'roles.close-vacancies',
  { on: NetworkDissolved, emits: [VacancyClosed] },
  ({ networkId }, change) => closeVacancies(change, { networkId }, 'network-dissolved'),
)
