import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Allowance } from './address.ts'
import { readTarget, UrlRefused } from './target.ts'

const nothing = new Allowance([])
const fault = (url: string, allowance = nothing): string => {
  try {
    readTarget(url, allowance)
    return 'none'
  } catch (cause) {
    if (cause instanceof UrlRefused) return cause.fault
    throw cause
  }
}

describe('a URL', () => {
  test.each([
    ['https://mis.vendor.co.uk/hook', 'none'],
    ['https://mis.vendor.co.uk', 'none'],
    ['https://mis.vendor.co.uk:8443/hook?key=1', 'none'],
    ['https://xn--bcher-kva.de/hook', 'none'],
    ['not a url', 'not-a-url'],
    ['/hook', 'not-a-url'],
    ['https://', 'not-a-url'],
    ['http://mis.vendor.co.uk/hook', 'scheme'],
    ['ftp://mis.vendor.co.uk/hook', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['gopher://mis.vendor.co.uk/', 'scheme'],
    ['https://user@mis.vendor.co.uk/', 'credentials'],
    ['https://user:secret@mis.vendor.co.uk/', 'credentials'],
    ['https://mis.vendor.co.uk@127.0.0.1/', 'credentials'],
    ['https://@mis.vendor.co.uk/', 'credentials'],
    ['https://mis.vendor.co.uk/#here', 'fragment'],
    ['https://mis.vendor.co.uk/#', 'fragment'],
    ['https://mis.vendor.co.uk:22/', 'port'],
    ['https://mis.vendor.co.uk:5432/', 'port'],
    ['https://127.0.0.1/', 'address-literal'],
    ['https://8.8.8.8/', 'address-literal'],
    ['https://[::1]/', 'address-literal'],
    ['https://[::ffff:7f00:1]/', 'address-literal'],
    ['https://[2606:4700:4700::1111]/', 'address-literal'],
    ['https://2130706433/', 'not-in-normal-form'],
    ['https://0x7f000001/', 'not-in-normal-form'],
    ['https://0177.0.0.1/', 'not-in-normal-form'],
    ['https://127.1/', 'not-in-normal-form'],
    ['https://127.0.0.1./', 'not-in-normal-form'],
    ['https://[::ffff:127.0.0.1]/', 'not-in-normal-form'],
    ['https://１２７.0.0.1/', 'not-in-normal-form'],
    ['https:\\\\mis.vendor.co.uk\\hook', 'not-in-normal-form'],
    ['https://mis.vendor.co.uk/\thook', 'not-in-normal-form'],
    ['https://MIS.vendor.co.uk/', 'not-in-normal-form'],
    ['https://mis.vendor.co.uk/a/../b', 'not-in-normal-form'],
    [' https://mis.vendor.co.uk/', 'not-in-normal-form'],
    ['https://localhost/', 'special-name'],
    ['https://receiver/', 'special-name'],
    ['https://db.internal/', 'special-name'],
    ['https://printer.local/', 'special-name'],
    ['https://app.localhost/', 'special-name'],
    ['https://mis.vendor.co.uk./', 'special-name'],
  ])('%s: %s', (url, expected) => expect(fault(url)).toBe(expected))

  test('what an operator allows may be an address, another port and http; nothing else of it changes', () => {
    const allowance = new Allowance(['127.0.0.1/32', 'receiver'])
    expect(readTarget('http://127.0.0.1:9000/hook?a=b', allowance)).toMatchObject({
      secure: false,
      hostname: '127.0.0.1',
      port: 9000,
      path: '/hook?a=b',
    })
    expect(fault('http://receiver:9000/', allowance)).toBe('none')
    expect(fault('http://127.0.0.2:9000/', allowance)).toBe('scheme')
    expect(fault('http://2130706433:9000/', allowance)).toBe('not-in-normal-form')
    expect(fault('http://user@127.0.0.1:9000/', allowance)).toBe('credentials')
  })

  test('whatever is written: refused with a reason, or https to a name at a known port', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl({ withQueryParameters: true }),
          fc.ipV4().map((ip) => `https://${ip}/`),
        ),
        (url) => {
          if (fault(url) !== 'none') return
          const target = readTarget(url, nothing)
          expect(target.secure).toBe(true)
          expect(target.hostname).toMatch(/\.[a-z-]+[a-z0-9-]*$/)
          expect([443, 8443]).toContain(target.port)
        },
      ),
    )
  })
})
