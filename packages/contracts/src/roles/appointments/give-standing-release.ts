import { command, problem } from '../../define.ts'
import { AppointmentReleased, StandingReleaseGiven } from './events.ts'
import { StandingRelease, standingReleaseTerms } from './model.ts'
import { OnePlaceNeeded } from './problems.ts'

export const NoSuchReleasingPlace = problem(404, 'no-such-releasing-place', 'There is no such school or trust that you sign for.')

export const GiveStandingRelease = command('roles.give-standing-release', {
  summary: 'Release beforehand whoever is offered a role',
  description:
    'By the signatory of the school or trust: a role, minutes a week and an academic year. Offers that wait for the release and are covered by it are released with it.',
  needs: 'roles:write',
  http: 'POST /v1/standing-releases',
  input: standingReleaseTerms,
  output: StandingRelease,
  emits: [StandingReleaseGiven, AppointmentReleased],
  problems: [OnePlaceNeeded, NoSuchReleasingPlace],
})
