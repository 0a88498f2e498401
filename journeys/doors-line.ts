/** A line that others' connections go over, and that breaks when it is told to, after any byte of either direction. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** As whoever connects sees it. */
export type Direction = 'request' | 'answer'

export interface Line {
  /** `http://127.0.0.1:…`, in front of what is at the other end. */
  readonly origin: string
  /**
   * The next connection on which something passes that way is cut after so many bytes of it; at 0, nothing of it passes. Resolves, once it
   * is, to what was asked on it last, or as much of that as had come.
   */
  cut(direction: Direction, afterBytes: number): Promise<string>
  /** Answers stay in the line, requests pass; or all go on. */
  holdAnswers(hold: boolean): void
  /** Nobody listens, and who was connected is cut off. */
  down(): Promise<void>
  /** At the same port as before. */
  up(): Promise<void>
}

interface Cut {
  readonly direction: Direction
  left: number
  connection?: Connection
  readonly made: (lastRequest: string) => void
}

interface Connection {
  readonly sockets: readonly [Socket, Socket]
  readonly held: Buffer[]
  request: string
  isAnswered: boolean
}

export async function lineTo(target: string): Promise<Line> {
  const { hostname, port: targetPort } = new URL(target)
  const connections = new Set<Connection>()
  let server: Server
  let port = 0
  let holding = false
  let cut: Cut | undefined

  function connected(near: Socket): void {
    const far = connect(Number(targetPort), hostname)
    const connection: Connection = { sockets: [near, far], held: [], request: '', isAnswered: false }
    connections.add(connection)
    for (const socket of connection.sockets) {
      socket.setNoDelay()
      socket.on('error', () => {})
    }
    near.on('data', (chunk: Buffer) => pass('request', connection, chunk))
    far.on('data', (chunk: Buffer) => {
      if (holding) connection.held.push(chunk)
      else pass('answer', connection, chunk)
    })
    near.on('close', () => destroy(connection))
    // While answers are held, that there will be no more of them is held, too.
    far.on('close', () => {
      if (!holding) near.end(() => destroy(connection))
    })
  }

  function pass(direction: Direction, connection: Connection, chunk: Buffer): void {
    const [near, far] = connection.sockets
    const to = direction === 'request' ? far : near
    if (direction === 'answer') connection.isAnswered = true
    else {
      connection.request = (connection.isAnswered ? '' : connection.request) + chunk
      connection.isAnswered = false
    }
    if (cut?.direction !== direction || (cut.connection && cut.connection !== connection)) return void to.write(chunk)
    cut.connection = connection
    const part = chunk.subarray(0, cut.left)
    cut.left -= part.length
    if (part.length > 0) to.write(part)
    if (cut.left > 0) return
    const { made } = cut
    cut = undefined
    // What was let through arrives, nothing after it.
    for (const socket of connection.sockets) socket.removeAllListeners('data').pause()
    to.end(() => {
      destroy(connection)
      made(connection.request)
    })
  }

  function destroy(connection: Connection): void {
    connections.delete(connection)
    for (const socket of connection.sockets) socket.destroy()
    // It ended by itself before so much had passed: the next one will do.
    if (cut?.connection === connection) delete cut.connection
  }

  async function up(): Promise<void> {
    server = createServer(connected)
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  }

  await up()
  return {
    origin: `http://127.0.0.1:${port}`,
    cut: (direction, afterBytes) =>
      new Promise((made) => {
        cut = { direction, left: afterBytes, made }
      }),
    holdAnswers(hold) {
      holding = hold
      if (hold) return
      for (const connection of [...connections]) {
        const [near, far] = connection.sockets
        for (const chunk of connection.held.splice(0)) pass('answer', connection, chunk)
        if (far.destroyed) near.end(() => destroy(connection))
      }
    },
    async down() {
      const closed = once(server, 'close')
      server.close()
      for (const connection of [...connections]) destroy(connection)
      await closed
    },
    up,
  }
}
