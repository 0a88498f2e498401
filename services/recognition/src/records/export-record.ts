import { ExportRecord, NoSuchAward } from '@nlc/contracts/recognition'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { findOwnAward, readSignedOf } from '../awards/award.ts'
import type { Settings } from '../config.ts'
import { frameworkOf } from '../frameworks/framework.ts'
import { didDocumentOf, didOf } from '../issuing/did-document.ts'
import { readPublicKeys } from '../issuing/issuer-keys.ts'
import { signedList } from '../issuing/signed-list.ts'
import { readPortfolio } from '../portfolios/portfolio.ts'
import { readParts } from '../presentations/manifest.ts'
import { uploadsOf, writeArchive } from './archive.ts'

export const exportRecord = (settings: () => Settings) =>
  handle(ExportRecord, async ({ awardId }, context) => {
    const { sql: db, now, fail } = context
    const award = (await findOwnAward(context, awardId)) ?? fail(NoSuchAward)
    const signed = await readSignedOf(db, award.id)
    const portfolio = await readPortfolio(db, award.portfolioId)
    const { rows } = await sql<{ manifest: string }>`select manifest from presentation where id = ${award.presentationId}::uuid`.execute(db)
    const keys = await readPublicKeys(db, award.awardingBody)
    const list = (await signedList(db, settings(), now, award.awardingBody, signed.listNumber))!
    return writeArchive(
      db,
      {
        ...signed,
        manifest: rows[0]!.manifest,
        parts: await readParts(db, portfolio, await frameworkOf(db, award)),
        didDocument: JSON.stringify(didDocumentOf(didOf(settings().issuer, award.awardingBody), keys)),
        statusList: list.json,
        uploads: await uploadsOf(db, award.portfolioId),
      },
      award.awardedAt,
    )
  })
