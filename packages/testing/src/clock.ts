import { unwatchFile, watchFile, writeFileSync } from 'node:fs'

/** The clock of a service under test. It runs as the machine's does, and can be moved. */
export interface TestClock {
  now(): Date
  /** Resolves once the service shows that time, too. */
  set(instant: Date | string): Promise<void>
  advance(by: { days?: number; hours?: number; minutes?: number }): Promise<void>
  close(): void
}

/** @param file is what the service is given as `CLOCK_FILE`; make the clock before the service. */
export function testClock(file: string): TestClock {
  let offsetMs = 0
  let heard = () => {}
  const onChange = () => heard()
  const write = () => writeFileSync(file, JSON.stringify({ offsetMs }))
  write()
  // Within a process all who watch a file share one watcher, which tells them in their order. So what we hear, the
  // service has heard in the same moment; and the interval is the first one's, ours.
  watchFile(file, { interval: 20, persistent: false }, onChange)

  async function move(to: number): Promise<void> {
    offsetMs = to
    const told = new Promise<void>((resolve) => {
      heard = () => setImmediate(resolve)
    })
    write()
    await told
  }
  return {
    now: () => new Date(Date.now() + offsetMs),
    set: (instant) => move(new Date(instant).getTime() - Date.now()),
    advance: ({ days = 0, hours = 0, minutes = 0 }) => move(offsetMs + ((days * 24 + hours) * 60 + minutes) * 60_000),
    close: () => unwatchFile(file, onChange),
  }
}
