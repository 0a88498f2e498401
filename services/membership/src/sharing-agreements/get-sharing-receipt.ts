import { GetSharingReceipt, NoSuchSharingAgreement } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import type { SharingReceipt } from './sharing-agreement.ts'
import { maySee } from './sharing-standing.ts'

export const getSharingReceipt = handle(GetSharingReceipt, async ({ agreementId }, { sql: db, caller, today, fail }) => {
  const { rows } = await sql<{ receipt: SharingReceipt | null }>`
    select a.receipt from sharing_agreement a where a.id = ${agreementId} and ${await maySee(db, caller, today)}`.execute(db)
  return rows[0]?.receipt ?? fail(NoSuchSharingAgreement)
})
