import { AwardMade, type IssuerKeyRotated } from '@nlc/contracts/recognition'
import { type Change, dayInLondon, newId } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Settings } from '../config.ts'
import type { Framework } from '../frameworks/framework.ts'
import { withProof } from '../issuing/data-integrity.ts'
import { keyToSignWith } from '../issuing/issuer-keys.ts'
import { asJwt } from '../issuing/jwt.ts'
import { takePlace } from '../issuing/status-list.ts'
import { type Portfolio, readEvidence } from '../portfolios/portfolio.ts'
import type { Manifest } from '../presentations/manifest.ts'
import type { Presentation } from '../presentations/presentation.ts'
import { achievementCredential } from './achievement.ts'

/** Awards and signs the proof of it, in both forms. @returns the award's id. */
export async function makeAward(
  change: Change<typeof AwardMade | typeof IssuerKeyRotated>,
  settings: Settings,
  framework: Framework,
  portfolio: Portfolio,
  { id: presentationId, centreId }: Presentation,
): Promise<string> {
  const { sql: db, now, emit } = change
  const awardId = newId()
  const body = framework.awardingBody.code
  const key = await keyToSignWith(change, settings, body)
  const place = await takePlace(db, body)
  const { rows } = await sql<{ manifest: string }>`select manifest from presentation where id = ${presentationId}::uuid`.execute(db)
  const items = await readEvidence(db, sql`where e.portfolio_id = ${portfolio.id}::uuid`)
  const validUntil = yearsAfter(now, framework.validYears)
  const credential = achievementCredential(settings.issuer, framework, {
    awardId,
    subjectId: crypto.randomUUID(),
    awardedAt: now,
    validUntil,
    stage: portfolio.stage,
    manifest: JSON.parse(rows[0]!.manifest) as Manifest,
    dimensionsOf: new Map(items.map(({ id, dimensions }) => [id, dimensions])),
    place,
  })
  const [proven, jwt] = await Promise.all([withProof(credential, key, now), asJwt(credential, key)])
  await sql`
    insert into award (id, person_id, portfolio_id, presentation_id, centre_id, awarding_body, framework_code, edition, stage, awarded_at,
      last_day, credential, credential_jwt, list_number, list_index)
    values (${awardId}, ${portfolio.personId}, ${portfolio.id}, ${presentationId}, ${centreId}, ${body}, ${framework.code},
      ${framework.edition}, ${portfolio.stage}, ${now.toISOString()}::timestamptz, ${validUntil ? dayInLondon(validUntil) : null}::date,
      ${JSON.stringify(proven)}, ${jwt}, ${place.number}, ${place.index})`.execute(db)
  emit(AwardMade, { awardId, personId: portfolio.personId, portfolioId: portfolio.id, awardingBody: body })
  return awardId
}

function yearsAfter(at: Date, years: number | undefined): Date | undefined {
  if (years === undefined) return undefined
  const then = new Date(at)
  then.setUTCFullYear(then.getUTCFullYear() + years)
  return then
}
