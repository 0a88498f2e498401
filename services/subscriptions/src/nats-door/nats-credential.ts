import { defineEntity, p } from '@mikro-orm/core'
import { encodeUser, fmtCreds } from '@nats-io/jwt'
import { createUser } from '@nats-io/nkeys'
import { newId } from '@nlc/runtime'
import type { NatsDoorSettings } from '../config.ts'

const NatsCredentialSchema = defineEntity({
  name: 'NatsCredential',
  tableName: 'nats_credential',
  properties: {
    id: p.uuid().primary(),
    subscriptionId: p.uuid(),
    userKey: p.string(),
    madeAt: p.datetime(),
    expiresAt: p.datetime(),
    endsAt: p.datetime().nullable(),
  },
})

export class NatsCredential extends NatsCredentialSchema.class {
  /** Another end than was said before can only be an earlier one. */
  endAt(at: Date): void {
    if (!this.endsAt || this.endsAt > at) this.endsAt = at
  }

  isLiveAt(at: Date): boolean {
    return this.expiresAt > at && (!this.endsAt || this.endsAt > at)
  }
}
NatsCredentialSchema.setClass(NatsCredential)

const LIFE_DAYS = 365

/**
 * A user of the vendors' account. It has no rights of its own: the account ties the signing key to those of one mailbox, the one
 * that the user is called after.
 * @returns what is kept, and the credentials file, which is not.
 */
export async function newCredential(
  { account, signingKey }: Pick<NatsDoorSettings, 'account' | 'signingKey'>,
  { subscriptionId, mailbox }: { subscriptionId: string; mailbox: string },
): Promise<{ credential: NatsCredential; file: string }> {
  // Real time, as whoever checks the token has it.
  const madeAt = new Date()
  const expiresAt = new Date(madeAt.getTime() + LIFE_DAYS * 86_400_000)
  const user = createUser()
  const token = await encodeUser(
    mailbox,
    user,
    account,
    {},
    { signer: signingKey, scopedUser: true, exp: Math.floor(expiresAt.getTime() / 1000) },
  )
  const credential = new NatsCredential()
  Object.assign(credential, { id: newId(), subscriptionId, userKey: user.getPublicKey(), madeAt, expiresAt, endsAt: null })
  return { credential, file: new TextDecoder().decode(fmtCreds(token, user)) }
}
