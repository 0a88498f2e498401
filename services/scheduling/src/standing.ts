/** Who may see and do what in scheduling: by what schools share of activities. */
import { standing } from '@nlc/known/standing'

export { holds } from '@nlc/known/standing'
export const { actingPerson, maySignFor, seesNetwork } = standing('activities')
