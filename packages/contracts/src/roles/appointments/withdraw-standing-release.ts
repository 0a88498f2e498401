import { command } from '../../define.ts'
import { StandingReleaseWithdrawn } from './events.ts'
import { StandingRelease, StandingReleaseId } from './model.ts'
import { NoSuchStandingRelease } from './problems.ts'

export const WithdrawStandingRelease = command('roles.withdraw-standing-release', {
  summary: 'Withdraw a standing release',
  description:
    'By the signatory of the school or trust. It holds for no further offer; what was released by it stays so. Saying it again changes nothing.',
  needs: 'roles:write',
  http: 'POST /v1/standing-releases/:releaseId/withdrawal',
  input: { releaseId: StandingReleaseId },
  output: StandingRelease,
  status: 200,
  emits: [StandingReleaseWithdrawn],
  problems: [NoSuchStandingRelease],
  ifMatch: true,
})
