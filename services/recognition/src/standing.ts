/** Who may see and do what in recognition: by what schools share of it. */
import { standing } from '@nlc/known/standing'

export { holds, resolvePerson } from '@nlc/known/standing'
export const { actingPerson } = standing('recognition')
