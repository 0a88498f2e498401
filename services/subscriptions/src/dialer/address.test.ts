import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Allowance, whyRefused } from './address.ts'

const refused = [
  ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.255.255.254'],
  ...['168.63.129.16', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.8', '192.0.2.1', '192.88.99.1', '192.168.1.1'],
  ...['198.18.0.1', '198.19.255.255', '198.51.100.7', '203.0.113.9', '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255'],
  ...[
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '::8.8.8.8',
    '64:ff9b::7f00:1',
    '64:ff9b::8.8.8.8',
  ],
  ...[
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '2001:20::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2002:808:808::',
  ],
  ...['3fff::1', '5f00::1', 'fc00::1', 'fd12:3456::1', 'fe80::1', 'fe80::1%lo', 'fec0::1', 'ff02::1', '4000::1', '8000::1', ''],
]
const allowed = [
  '1.1.1.1',
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.1',
  '172.15.0.1',
  '172.32.0.1',
  '192.0.1.1',
  '198.17.0.1',
  '223.255.255.1',
]

describe('addresses', () => {
  test.each(refused)('%s is refused', (address) => expect(whyRefused(address)).toBeTypeOf('string'))
  test.each([...allowed, '2606:4700:4700::1111', '2a00:1450:4009:80b::200e'])('%s is not', (address) =>
    expect(whyRefused(address)).toBeUndefined(),
  )

  test('of IPv6 nothing outside 2000::/3 is let through, and nothing that carries an IPv4 address within it', () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16))
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        const first = Number.parseInt(groups[0]!, 16)
        if (whyRefused(groups.join(':')) === undefined) expect(first >>> 13).toBe(1)
        if (first === 0x2002) expect(whyRefused(groups.join(':'))).toBeTypeOf('string')
      }),
    )
  })

  test('an operator allows hosts by name and networks, and nothing more', () => {
    const allowance = new Allowance(['Receiver.Local', '127.0.0.1/32', '10.1.0.0/16', 'fd00::/8', '192.168.7.7'])
    expect(allowance.host('receiver.local')).toBe(true)
    expect(allowance.host('other.local')).toBe(false)
    const addresses = ['127.0.0.1', '10.1.2.3', 'fd00::5', '192.168.7.7', '127.0.0.2', '10.2.0.1', 'fe80::1', '192.168.7.8', 'name']
    expect(addresses.map((address) => allowance.address(address))).toEqual([true, true, true, true, false, false, false, false, false])
  })
})
