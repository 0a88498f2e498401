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
   * Breaks what connects the vendor to it, in the midst of a message. Resolves, once that is done, to how many were unacknowledged
   * then: the repeats that this may bring.
   */
  cut(): Promise<number>
  stop(): Promise<void>
}

export const numberOf = ({ sequence }: Message): number => Number(sequence)

export const isWithheld = ({ type }: Message): boolean => type === 'nlc.withheld.v1'

/** The first of each number, in the order in which they came. */
export function firstOfEach(taken: readonly Message[]): Message[] {
  const seen = new Set<string>()
  return taken.filter(({ sequence = '' }) => !seen.has(sequence) && seen.add(sequence))
}
