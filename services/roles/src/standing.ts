/** Who may see and do what with roles: by what schools share of them. */
import { standing } from '@nlc/known/standing'

export {
  coLed,
  holds,
  isNotLeftOut,
  nowCalled,
  type Place,
  type Predicate,
  resolvePerson,
  signatoriesForRelease,
} from '@nlc/known/standing'
export const { actingPerson, actsAs, actsRightly, isHolder, mayManageNetwork, maySignFor, mayRelease, seesNetwork, seesHeld, seesPerson } =
  standing('roles')
