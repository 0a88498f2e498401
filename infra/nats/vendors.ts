/**
 * The account that vendors live in. They see nothing of the platform's: what is imported is one stream's `MSG.NEXT`, `INFO`
 * and acknowledgements, and of these each user reaches those of its own mailbox, by the template that the signing key is
 * bound to. Whoever holds that key can make vendors' users and nothing else.
 */
import { type Export, encodeAccount, type Import, newScopedSigner, type RevocationList } from '@nats-io/jwt'

/** The stream that mailboxes are read from; its consumers are called as the mailbox is. */
export const MAILBOXES = 'mailboxes'

/** As clients name it: JetStream's API in the vendors' account is under `$JS.nlc.API`, since under `$JS.API` the server itself answers. */
const DOMAIN = 'nlc'

const NEXT = `CONSUMER.MSG.NEXT.${MAILBOXES}`
const INFO = `CONSUMER.INFO.${MAILBOXES}`
const ACK = `$JS.ACK.${MAILBOXES}`

/** What the platform's account offers to that of the vendors. */
export const exportsToVendors: Export[] = [
  { name: 'next', subject: `$JS.API.${NEXT}.*`, type: 'service', response_type: 'Stream' },
  { name: 'info', subject: `$JS.API.${INFO}.*`, type: 'service', response_type: 'Singleton' },
  { name: 'ack', subject: `${ACK}.>`, type: 'service', response_type: 'Singleton' },
]

const importsOfVendors = (account: string): Import[] => [
  { name: 'next', subject: `$JS.API.${NEXT}.*`, local_subject: `$JS.${DOMAIN}.API.${NEXT}.$1`, type: 'service', account },
  { name: 'info', subject: `$JS.API.${INFO}.*`, local_subject: `$JS.${DOMAIN}.API.${INFO}.$1`, type: 'service', account },
  { name: 'ack', subject: `${ACK}.>`, type: 'service', account },
]

/** `{{name()}}` is the user's name: the mailbox's. It cannot be guessed, so that no reply subject can name another's, either. */
const template = {
  pub: {
    allow: [`$JS.${DOMAIN}.API.${NEXT}.{{name()}}`, `$JS.${DOMAIN}.API.${INFO}.{{name()}}`, `${ACK}.{{name()}}.>`],
    deny: [],
  },
  sub: { allow: ['_INBOX.{{name()}}.>'], deny: [] },
  subs: 100,
  data: -1,
  payload: 4096,
}

export interface VendorsAccount {
  /** Public key of the account. */
  readonly account: string
  /** Public key that signs its users. */
  readonly signingKey: string
  /** Public key of the platform's account. */
  readonly platform: string
}

/** @param revocations a user's public key → what was issued to it up to then (seconds since 1970) is void. */
export async function vendorsToken(
  { account, signingKey, platform }: VendorsAccount,
  revocations: RevocationList,
  operatorSigningKey: string,
): Promise<string> {
  return await encodeAccount(
    'VENDORS',
    account,
    {
      imports: importsOfVendors(platform),
      exports: [],
      limits: { conn: -1, leaf: 0, imports: -1, exports: 0, wildcards: true, subs: -1, data: -1, payload: -1, disallow_bearer: true },
      signing_keys: [newScopedSigner(signingKey, 'vendor', template)],
      revocations,
    },
    { signer: operatorSigningKey },
  )
}
