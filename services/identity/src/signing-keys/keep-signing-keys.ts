import { SigningKeyRotated, TrustPublished } from '@nlc/contracts/identity'
import { type Change, work } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Settings } from '../config.ts'
import { lockTrust, publishTrust } from './publish-trust.ts'
import { rotate } from './rotate.ts'

const hourMs = 3_600_000

/** Looks each hour, and goes by real time in what it finds: a moved clock makes it look earlier or later, no more. */
export const keepSigningKeys = (settings: () => Settings) =>
  work(
    'identity.keep-signing-keys',
    // It is never done, so it never gives up.
    { input: {}, emits: [SigningKeyRotated, TrustPublished], maxAttempts: Number.POSITIVE_INFINITY },
    async (_input, _state, change) => {
      await keepKeys(settings(), change)
      return { state: null, next: new Date(change.now.getTime() + hourMs) }
    },
  )

/** Makes the first keys, rotates when it is time, takes back what no live token needs, and says the trust each day. */
export async function keepKeys(
  { issuer, sealing, tokenSeconds, signingKeyDays }: Settings,
  { sql: db, emit }: Pick<Change<typeof SigningKeyRotated | typeof TrustPublished>, 'sql' | 'emit'>,
): Promise<void> {
  await lockTrust(db)
  const { rows: young } = await sql`
    select from signing_key where state = 'current' and signs_since > clock_timestamp() - make_interval(days => ${signingKeyDays})`.execute(
    db,
  )
  const due = young.length === 0
  if (due) {
    const keyId = await rotate(db, sealing, { tokenSeconds, withdraw: false })
    emit(SigningKeyRotated, { issuer, keyId, withdrawn: false })
  }
  const { rows: taken } = await sql`delete from signing_key where published_until <= clock_timestamp() returning true`.execute(db)
  if (due || taken.length > 0 || !(await wasSaidToday())) await publishTrust(issuer, { sql: db, emit })

  /** With an hour to spare. A new issuer has said nothing yet. */
  async function wasSaidToday(): Promise<boolean> {
    const { rows } = await sql<{ recent: boolean }>`
      select recorded_at > clock_timestamp() - interval '23 hours' as recent from event
      where aggregate = ${TrustPublished.aggregate} and aggregate_id = ${issuer} and name = ${TrustPublished.name}
      order by version desc limit 1`.execute(db)
    return rows[0]?.recent === true
  }
}
