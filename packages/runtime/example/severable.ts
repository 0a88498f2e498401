/** A connection that a test can cut, to Postgres or NATS wherever they run: a proxy in front of them. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Severable {
  /** The address to use instead. */
  readonly url: string
  /** How many connections were made so far. */
  readonly connections: number
  /** Ends every connection, and takes no new one until `mend`. */
  cut(): void
  /** Takes connections again: to another server, where one is named. */
  mend(target?: string): void
  /** Called with what one side sends, before it is passed on: cut here, and it never arrives. */
  onSent: ((bytes: Buffer, by: 'client' | 'server') => void) | undefined
  close(): Promise<void>
}

export async function severable(target: string): Promise<Severable> {
  const sockets = new Set<Socket>()
  let to = new URL(target)
  let connections = 0
  let severed = false
  const server = createServer((client) => {
    if (severed) return client.destroy()
    connections += 1
    const upstream = connect(Number(to.port), to.hostname)
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
    get connections() {
      return connections
    },
    cut() {
      severed = true
      for (const socket of sockets) socket.destroy()
    },
    mend(target) {
      if (target) to = new URL(target)
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
