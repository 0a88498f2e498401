/**
 * The register's types of links that name a successor or a predecessor. Its others (`Expansion`, `Merged - …`, `Result of
 * Amalgamation`, `Closure`, `Sixth Form Centre …`, `Other`) do not say which of two schools carries on which: they are kept, and move
 * nothing.
 */
export const successorTypes = ['Successor', 'Successor - merged', 'Successor - amalgamated', 'Successor - Split School'] as const
export const predecessorTypes = ['Predecessor', 'Predecessor - merged', 'Predecessor - amalgamated', 'Predecessor - Split School'] as const
/** Several schools come of one: which of them carries it on, if any, is decided by people. */
export const splitTypes = ['Successor - Split School', 'Predecessor - Split School'] as const
