import { dominates, proportionOf, threshold } from './concentration.ts'

export interface Dominance {
  readonly appointments: number
  readonly heads: number
  /** The school, and the trust, with most appointments. */
  readonly school: { readonly urn: string; readonly appointments: number } | undefined
  readonly trust: { readonly groupId: string; readonly appointments: number; readonly schools: number | undefined } | undefined
  /** Of one network: how many schools belong to it. */
  readonly schoolsInNetwork: number | undefined
}

export interface Warning {
  readonly kind: 'one-school' | 'one-trust' | 'heads'
  readonly sentence: string
  readonly proportion: number
  readonly threshold: number
  readonly urn?: string
  readonly groupId?: string
}

/** In plain English, with the numbers: what the national body and the co-leaders are to look at. */
export function warningsOf({ appointments, heads, school, trust, schoolsInNetwork }: Dominance): Warning[] {
  const warnings: Warning[] = []
  const most = (part: number) => `${part} of ${appointments} leadership roles (${Math.round((100 * part) / appointments)}%), more than half`
  const said = (part: number) => ({ proportion: proportionOf(part, appointments), threshold })
  if (school && dominates(school.appointments, appointments)) {
    const of = schoolsInNetwork === undefined ? '' : ` ${schoolsInNetwork} schools belong to the network.`
    const sentence = `One school, URN ${school.urn}, holds ${most(school.appointments)}.${of}`
    warnings.push({ kind: 'one-school', sentence, ...said(school.appointments), urn: school.urn })
  }
  if (trust && dominates(trust.appointments, appointments)) {
    const of =
      schoolsInNetwork === undefined || trust.schools === undefined
        ? ''
        : ` ${trust.schools} of the network’s ${schoolsInNetwork} schools are its.`
    const sentence = `The schools of one trust hold ${most(trust.appointments)}.${of}`
    warnings.push({ kind: 'one-trust', sentence, ...said(trust.appointments), groupId: trust.groupId })
  }
  if (dominates(heads, appointments))
    warnings.push({
      kind: 'heads',
      sentence: `Head teachers hold ${most(heads)}. Roles that heads hand over let others lead.`,
      ...said(heads),
    })
  return warnings
}
