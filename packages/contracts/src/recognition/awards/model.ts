import Type from 'typebox'
import { CalendarDate, Id, Instant, text, Version } from '../../formats.ts'
import { CentreId } from '../centres/model.ts'
import { AwardingBodyCode, Edition, FrameworkCode, StageCode } from '../frameworks/model.ts'
import { PortfolioId } from '../portfolios/model.ts'
import { PresentationId } from '../presentations/model.ts'

export const AwardId = Type.String({ format: 'uuid', description: 'An award.' })
export const RevocationReason = Type.Enum(['not-their-own-work', 'awarded-in-error', 'misconduct', 'asked-by-holder'])

export const Award = Type.Object({
  id: AwardId,
  version: Version,
  personId: Id,
  portfolioId: PortfolioId,
  presentationId: PresentationId,
  centreId: CentreId,
  awardingBody: AwardingBodyCode,
  frameworkCode: FrameworkCode,
  edition: Edition,
  stage: StageCode,
  awardedAt: Instant,
  lastDay: Type.Optional(Type.String({ ...CalendarDate, description: 'On which it holds.' })),
  state: Type.Enum(['awarded', 'revoked']),
  revokedAt: Type.Optional(Instant),
  revocationReason: Type.Optional(RevocationReason),
  page: Type.Enum(['closed', 'open'], { description: 'Its public page.' }),
})

export const revocation = {
  reason: RevocationReason,
  note: Type.Optional(Type.String({ ...text(2_000), description: 'Kept with the award. In no event, and not on the page.' })),
}
