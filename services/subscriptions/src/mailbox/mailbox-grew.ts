/**
 * Tells the doors of this process, after the commit, that a mailbox has something new, or that less of it may be read. Only a
 * nudge: other processes write, too, so a door polls as the net.
 */
type Listener = (subscriptionId: string) => void

const listeners = new Set<Listener>()

/** @returns ends it. */
export function onMailboxGrew(listener: Listener): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** A door that throws keeps no other from hearing. */
export function mailboxGrew(subscriptionId: string): void {
  for (const listener of listeners) {
    try {
      listener(subscriptionId)
    } catch {
      // It polls.
    }
  }
}
