/**
 * The rule of co-leaders (docs/rules.md): at least 2 co-leaders from at least 2 schools, and no school, trust, federation or shared head
 * supplies more than half of them. A professional network has a coordinator, and the rule asks no more of it.
 */

/** Somebody named as co-leader, by the id of the record that is kept. */
export interface Nominee {
  readonly personId: string
  readonly urn: string | undefined
}

/** What the records say on the day. */
export interface Facts {
  /** Whether the person works at the school, or is its governor; of no school: whether there is such a person. */
  readonly isAt: (personId: string, urn: string | undefined) => boolean
  readonly trustsOf: (urn: string) => readonly string[]
  readonly federationsOf: (urn: string) => readonly string[]
  readonly headsOf: (urn: string) => readonly string[]
}

type Supplier = 'school' | 'trust' | 'federation' | 'shared-head'

export type Breach =
  | { readonly breach: 'too-few'; readonly named: number; readonly minimum: number }
  | { readonly breach: 'named-twice'; readonly personIds: string[] }
  | { readonly breach: 'from-outside' | 'not-at-school'; readonly coLeaders: Nominee[] }
  | { readonly breach: 'one-school'; readonly urn: string; readonly personIds: string[] }
  | {
      readonly breach: 'supplies-too-many'
      readonly supplier: Supplier
      readonly code: string
      readonly personIds: string[]
      readonly of: number
    }

/** The first thing that is wrong with this set of co-leaders, or nothing. */
export function breachOf(
  kind: 'school-network' | 'professional-network',
  coLeaders: readonly Nominee[],
  schools: ReadonlySet<string>,
  facts: Facts,
): Breach | undefined {
  const ofSchools = kind === 'school-network'
  const minimum = ofSchools ? 2 : 1
  if (coLeaders.length < minimum) return { breach: 'too-few', named: coLeaders.length, minimum }

  const namings = Map.groupBy(coLeaders, ({ personId }) => personId)
  const twice = [...namings].filter(([, named]) => named.length > 1).map(([personId]) => personId)
  if (twice.length > 0) return { breach: 'named-twice', personIds: twice }

  const outside = coLeaders.filter(({ urn }) => ofSchools && (urn === undefined || !schools.has(urn)))
  if (outside.length > 0) return { breach: 'from-outside', coLeaders: outside }

  const absent = coLeaders.filter(({ personId, urn }) => !facts.isAt(personId, urn))
  if (absent.length > 0) return { breach: 'not-at-school', coLeaders: absent }
  if (!ofSchools) return undefined

  const [urn, ...others] = new Set(coLeaders.map((coLeader) => coLeader.urn as string))
  if (others.length === 0) return { breach: 'one-school', urn: urn as string, personIds: [...namings.keys()] }

  const suppliers: [Supplier, (urn: string) => readonly string[]][] = [
    ['school', (urn) => [urn]],
    ['trust', facts.trustsOf],
    ['federation', facts.federationsOf],
    // A head of one school alone supplies what that school does.
    ['shared-head', facts.headsOf],
  ]
  for (const [supplier, codesOf] of suppliers) {
    const supplied = new Map<string, string[]>()
    for (const coLeader of coLeaders) {
      for (const code of new Set(codesOf(coLeader.urn as string))) supplied.set(code, [...(supplied.get(code) ?? []), coLeader.personId])
    }
    for (const [code, personIds] of supplied) {
      if (personIds.length * 2 > coLeaders.length) return { breach: 'supplies-too-many', supplier, code, personIds, of: coLeaders.length }
    }
  }
  return undefined
}
