import { InvalidInput } from '@nlc/contracts/platform'
import { decodeCursor } from './cursor.ts'
import { refuse } from './problem.ts'

/** After which id a page begins; ids sort by the time at which they were made. Refuses a cursor that is not ours. */
export function idCursor(after: string | undefined): string {
  const [id] = decodeCursor(after, 1) ?? ['00000000-0000-0000-0000-000000000000']
  if (id !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id
  return refuse(InvalidInput, { errors: [{ at: '?after', rule: 'cursor', detail: 'Pass the `next` of the page before, unchanged.' }] })
}
