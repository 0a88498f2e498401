/** A door of a mailbox, as a vendor stands before it. */
export interface Message {
  readonly id: string
  readonly type: string
  /** Its number in the mailbox, in decimal. */
  readonly sequence?: string
  /** The person; of messages about none, the school or trust. */
  readonly subject?: string
  // A journey reads what it needs.
  // biome-ignore lint/suspicious/noExplicitAny: data differ by type
  readonly data?: any
  /** The door itself said that this is a repeat. */
  readonly repeated?: boolean
}

export interface Door {
  /** All that came, each time that it came, in that order. */
  readonly taken: readonly Message[]
  /**
   * Breaks what connects the vendor to it, in the midst of a message. Resolves, once that is done, to the ids of what was
   * unacknowledged then: each may come once more for it.
   */
  cut(): Promise<readonly string[]>
  stop(): Promise<void>
}

export const numberOf = ({ sequence }: Message): number => Number(sequence)

export const isWithheld = ({ type }: Message): boolean => type === 'nlc.withheld.v1'

/** The first of each number, in the order in which they came. */
export function firstOfEach(taken: readonly Message[]): Message[] {
  const seen = new Set<string>()
  return taken.filter(({ sequence = '' }) => !seen.has(sequence) && seen.add(sequence))
}

/** How many repeats there were beyond one for each time that a message was left unacknowledged. */
export function repeatsBeyond(taken: readonly Message[], left: readonly string[]): number {
  const owed = new Map<string, number>()
  for (const id of left) owed.set(id, (owed.get(id) ?? 0) + 1)
  const seen = new Set<string>()
  let beyond = 0
  for (const { id } of taken) {
    const more = owed.get(id) ?? 0
    if (seen.has(id) && more === 0) beyond += 1
    if (seen.has(id)) owed.set(id, Math.max(0, more - 1))
    seen.add(id)
  }
  return beyond
}
