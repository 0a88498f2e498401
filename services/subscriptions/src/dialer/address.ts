/** Which addresses a request of ours may go to: those of the public Internet, and what an operator allows besides. */
import { BlockList, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'

/** IANA's special-purpose registries (RFC 6890, as of 2025), and an address that a large cloud serves its machines' secrets at. */
const refused: readonly (readonly [network: string, why: string])[] = [
  ['0.0.0.0/8', 'this network'],
  ['10.0.0.0/8', 'private'],
  ['100.64.0.0/10', 'shared by a carrier (CGNAT)'],
  ['127.0.0.0/8', 'loopback'],
  ['168.63.129.16/32', "a cloud's own"],
  ['169.254.0.0/16', 'link-local'],
  ['172.16.0.0/12', 'private'],
  ['192.0.0.0/24', 'protocol assignments'],
  ['192.0.2.0/24', 'documentation'],
  ['192.88.99.0/24', '6to4 relay'],
  ['192.168.0.0/16', 'private'],
  ['198.18.0.0/15', 'benchmarking'],
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'reserved'],
  ['::/128', 'unspecified'],
  ['::1/128', 'loopback'],
  ['::ffff:0:0/96', 'IPv4-mapped'],
  ['::/96', 'IPv4-compatible'],
  ['64:ff9b::/96', 'NAT64'],
  ['64:ff9b:1::/48', 'NAT64'],
  ['100::/64', 'discard-only'],
  ['2001::/32', 'Teredo'],
  ['2001::/23', 'protocol assignments'],
  ['2001:db8::/32', 'documentation'],
  ['2002::/16', '6to4'],
  ['3fff::/20', 'documentation'],
  ['5f00::/16', 'segment routing'],
  ['fc00::/7', 'unique local'],
  ['fe80::/10', 'link-local'],
  ['fec0::/10', 'site-local'],
  ['ff00::/8', 'multicast'],
]

/** Whatever of IPv6 is not handed out to the public Internet may be anything tomorrow. */
const globalUnicast = listOf('2000::/3')
const lists = refused.map(([network, why]) => ({ family: familyOf(network), list: listOf(network), why }))

function familyOf(network: string): 'ipv4' | 'ipv6' {
  return network.includes(':') ? 'ipv6' : 'ipv4'
}

function listOf(network: string): BlockList {
  const list = new BlockList()
  const [address = '', prefix] = network.split('/')
  const family = familyOf(network)
  list.addSubnet(address, Number(prefix ?? (family === 'ipv4' ? 32 : 128)), family)
  return list
}

/** Why nothing may be sent there, or nothing where it may. @param address as a resolver answers it, without a zone. */
export function whyRefused(address: string): string | undefined {
  if (isIP(address) === 0 || address.includes('%')) return 'no address'
  const family = familyOf(address)
  for (const entry of lists) if (entry.family === family && entry.list.check(address, family)) return entry.why
  if (family === 'ipv6' && !globalUnicast.check(address, family)) return 'not of the public Internet'
  return isOurs(address) ? "this machine's own" : undefined
}

let ours: { readonly addresses: BlockList; readonly until: number } | undefined
/** A public address of the machine that we run on leads to what listens on it for itself. */
function isOurs(address: string): boolean {
  if (!ours || ours.until < performance.now()) {
    const addresses = new BlockList()
    for (const interfaces of Object.values(networkInterfaces())) {
      for (const { address: own, family } of interfaces ?? []) addresses.addAddress(own, family === 'IPv4' ? 'ipv4' : 'ipv6')
    }
    ours = { addresses, until: performance.now() + 60_000 }
  }
  return ours.addresses.check(address, familyOf(address))
}

/** What an operator allows besides the public Internet, by http too and at any port. */
export class Allowance {
  readonly #hosts: ReadonlySet<string>
  readonly #networks: readonly { family: 'ipv4' | 'ipv6'; list: BlockList }[]

  /** @param entries hosts, addresses and networks (CIDR). */
  constructor(entries: readonly string[]) {
    const isNetwork = (entry: string) => isIP(entry.split('/')[0] ?? '') !== 0
    this.#hosts = new Set(entries.filter((entry) => !isNetwork(entry)).map((host) => host.toLowerCase()))
    this.#networks = entries.filter(isNetwork).map((network) => ({ family: familyOf(network), list: listOf(network) }))
  }

  host(name: string): boolean {
    return this.#hosts.has(name)
  }

  address(address: string): boolean {
    if (isIP(address) === 0) return false
    const family = familyOf(address)
    return this.#networks.some((network) => network.family === family && network.list.check(address, family))
  }
}
