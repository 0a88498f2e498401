/** The two ways to a token: as the client itself, and for a person whom a statement names that the client signs. */
import { createPrivateKey, randomUUID, sign } from 'node:crypto'
import { Fault } from './fault.ts'
import type { ClientSecret, Secrets } from './secrets.ts'

/** What it takes to be a client of a running system. */
export interface Access {
  readonly gateway: string
  readonly clients: Secrets['clients']
}

export interface AccessToken {
  readonly accessToken: string
  readonly expiresInSeconds: number
}

export async function getToken(gateway: string, client: ClientSecret, person?: string): Promise<AccessToken> {
  const response = await fetch(`${gateway}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}` },
    body: new URLSearchParams(
      person === undefined
        ? { grant_type: 'client_credentials' }
        : {
            grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
            subject_token: statementFor(person, client, gateway),
            subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
          },
    ),
    signal: AbortSignal.timeout(30_000),
  })
  const answer = (await response.json()) as { access_token?: string; expires_in: number; error?: string; error_description?: string }
  if (!answer.access_token) throw new Fault(`No token: ${answer.error}: ${answer.error_description}`)
  return { accessToken: answer.access_token, expiresInSeconds: answer.expires_in }
}

/** A JWT that is good for two minutes and for one use. */
function statementFor(person: string, { id, statementKey }: ClientSecret, gateway: string): string {
  const now = Math.floor(Date.now() / 1000)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const header = part({ alg: 'EdDSA', kid: statementKey.kid })
  const claims = part({ iss: id, sub: person, aud: gateway, jti: randomUUID(), iat: now, exp: now + 120 })
  const signature = sign(null, Buffer.from(`${header}.${claims}`), createPrivateKey({ key: statementKey, format: 'jwk' }))
  return `${header}.${claims}.${signature.toString('base64url')}`
}
