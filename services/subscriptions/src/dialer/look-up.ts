import { promises as dns } from 'node:dns'

/** All addresses of a name, of both families; rejects where there are none. */
export type LookUp = (hostname: string) => Promise<readonly string[]>

/**
 * By c-ares: a name server that hangs holds nobody up, where `getaddrinfo` has four threads for the whole process. It knows
 * nothing of /etc/hosts, and a webhook's name has nothing to look for there.
 */
export function nameServers(): LookUp {
  const resolver = new dns.Resolver({ timeout: 1_500, tries: 2 })
  return async (hostname) => {
    const [four, six] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)])
    const addresses = [six, four].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
    if (addresses.length === 0) throw four.status === 'rejected' ? four.reason : new Error(`${hostname} has no address`)
    return addresses
  }
}
