import { randomFillSync } from 'node:crypto'

const bytes = new Uint8Array(16)

/**
 * A UUIDv7 (RFC 9562): begins with the time in milliseconds, so that an index grows at its end. Real time on purpose:
 * an id is not a statement about the domain.
 */
export function newId(): string {
  randomFillSync(bytes)
  const view = new DataView(bytes.buffer)
  const now = Date.now()
  view.setUint32(0, Math.floor(now / 0x10000))
  view.setUint16(4, now & 0xffff)
  view.setUint8(6, 0x70 | (view.getUint8(6) & 0x0f))
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f))
  const hex = Buffer.from(bytes).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
