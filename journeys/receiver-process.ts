/** Takes in webhooks as a vendor would: verified by the published packages, `v1a` by `node:crypto`, parsed as CloudEvents. */
import { createPublicKey, verify } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CloudEvent, HTTP } from 'cloudevents'
import { Webhook } from 'standardwebhooks'

let keys: { secret: string; publicKey: string } | undefined
process.on('message', (told) => {
  keys = told as NonNullable<typeof keys>
})
process.on('disconnect', () => process.exit())

/** DER of an ed25519 public key (RFC 8410), before its 32 bytes. */
const spki = Buffer.from('302a300506032b6570032100', 'hex')

function signedAsV1a(publicKey: string, headers: Record<string, string>, body: string): boolean {
  const raw = Buffer.from(publicKey.replace(/^whpk_/, ''), 'base64')
  const key = createPublicKey({ key: Buffer.concat([spki, raw]), format: 'der', type: 'spki' })
  const signed = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
  return headers['webhook-signature']!.split(' ').some((signature) => {
    const [version, value = ''] = signature.split(',')
    return version === 'v1a' && verify(null, signed, key, Buffer.from(value, 'base64'))
  })
}

const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    const body = Buffer.concat(parts).toString()
    const headers = request.headers as Record<string, string>
    const parsed = JSON.parse(body) as { type: string; data?: { challenge?: string } }
    // The challenge comes before the answer that brings the keys has been read.
    if (parsed.type === 'nlc.webhook.challenge.v1') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ challenge: parsed.data?.challenge }))
      return
    }
    try {
      if (!keys) throw new Error('a message before the keys')
      new Webhook(keys.secret).verify(body, headers)
      if (!signedAsV1a(keys.publicKey, headers, body)) throw new Error('v1a is not by the published key')
      const event = HTTP.toEvent({ headers, body })
      if (!(event instanceof CloudEvent) || !event.validate()) throw new Error('no CloudEvent')
      process.send!({ message: event.toJSON() })
      response.writeHead(204).end()
    } catch (cause) {
      process.send!({ fault: String(cause) })
      response.writeHead(400).end()
    }
  })
})
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }))
