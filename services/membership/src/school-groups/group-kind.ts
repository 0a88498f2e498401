export type GroupKind =
  | 'multi-academy-trust'
  | 'single-academy-trust'
  | 'foundation-trust'
  | 'umbrella-trust'
  | 'federation'
  | 'sponsor'
  | 'childrens-centres'

/** The register names a school's trust, of whatever kind, and its federation. */
export type GroupFamily = 'trust' | 'federation'

export const families: Record<GroupFamily, readonly GroupKind[]> = {
  trust: ['multi-academy-trust', 'single-academy-trust', 'foundation-trust', 'umbrella-trust'],
  federation: ['federation'],
}

/** These control their schools: one at a time. */
export const controls = (kind: GroupKind): boolean => kind === 'multi-academy-trust' || kind === 'single-academy-trust'
