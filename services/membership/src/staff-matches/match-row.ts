/** Whom a row of a vendor's staff list is about: by exact identifiers alone, among the people of the school whom the vendor may see. */
export type MatchedBy = 'trn' | 'payroll-number' | 'work-email' | 'signatory'

/** Whom each identifier of a row points to. */
export interface Found {
  readonly trn: readonly string[]
  readonly payrollNumber: readonly string[]
  readonly workEmail: readonly string[]
}

export type RowMatch =
  | { readonly outcome: 'matched'; readonly personId: string; readonly matchedBy: MatchedBy }
  | { readonly outcome: 'ambiguous'; readonly candidates: readonly string[] }
  | { readonly outcome: 'none' }

/** What the reference was linked to before. */
export interface Linked {
  readonly personId: string
  readonly matchedBy: MatchedBy
}

/**
 * The first identifier that finds somebody decides, unless it finds several or a later one finds somebody else only. What was linked
 * stays linked unless the identifiers find somebody else; what the signatory linked stays in any case.
 */
export function matchRow(found: Found, linked: Linked | undefined, takenBy: (personId: string) => boolean): RowMatch {
  if (linked?.matchedBy === 'signatory') return { outcome: 'matched', ...linked }
  const hits: [MatchedBy, readonly string[]][] = [
    ['trn', found.trn],
    ['payroll-number', found.payrollNumber],
    ['work-email', found.workEmail],
  ]
  const finding = hits.filter(([, people]) => people.length > 0)
  const [first] = finding
  if (!first) {
    if (!linked) return { outcome: 'none' }
    return takenBy(linked.personId) ? { outcome: 'ambiguous', candidates: [linked.personId] } : { outcome: 'matched', ...linked }
  }
  const [matchedBy, [personId, ...others]] = first as [MatchedBy, [string, ...string[]]]
  const agrees = finding.every(([, people]) => people.includes(personId))
  const moved = linked !== undefined && linked.personId !== personId
  if (others.length === 0 && agrees && !moved && !takenBy(personId)) return { outcome: 'matched', personId, matchedBy }
  const candidates = new Set([...finding.flatMap(([, people]) => people), ...(linked ? [linked.personId] : [])])
  return { outcome: 'ambiguous', candidates: [...candidates] }
}
