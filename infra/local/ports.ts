import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * A free port on loopback that stays ours over restarts. It is taken below the range from which the system gives ports
 * to outgoing connections (32768 and up on Linux, 49152 on macOS): there, a client that keeps trying to reach a server
 * which is down can be given that server's own port, connects to itself, and the server cannot come back.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    if (await isFree(port)) return port
  }
}

export async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  server.listen({ port, host: '127.0.0.1', exclusive: true })
  try {
    await once(server, 'listening')
  } catch (error) {
    if (['EADDRINUSE', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
  server.close()
  await once(server, 'close')
  return true
}
