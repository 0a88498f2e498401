/** A connection that a test can cut, to Postgres or NATS wherever they run: a proxy in front of them. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Severable {
  /** The address to use instead. */
  readonly url: string
  /** Ends every connection, and takes no new one until `mend`. */
  cut(): void
  mend(): void
  /** Called with what one side sends, before it is passed on: cut here, and it never arrives. */
  onSent: ((bytes: Buffer, by: 'client' | 'server') => void) | undefined
  close(): Promise<void>
}

export async function severable(target: string): Promise<Severable> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let severed = false
  const server = createServer((client) => {
    if (severed) return client.destroy()
    const upstream = connect(Number(port), hostname)
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
      socket.on('data', (bytes) => {
        connection.onSent?.(bytes, socket === client ? 'client' : 'server')
        if (!other.destroyed) other.write(bytes)
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)

  const connection: Severable = {
    url: url.href.replace(/\/$/, ''),
    cut() {
      severed = true
      for (const socket of sockets) socket.destroy()
    },
    mend() {
      severed = false
    },
    onSent: undefined,
    async close() {
      connection.cut()
      server.close()
      await once(server, 'close')
    },
  }
  return connection
}
