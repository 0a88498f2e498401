import { problem } from '../../define.ts'

export const NoSuchPartnerOrganisation = problem(404, 'no-such-partner-organisation', 'There is no such partner organisation.')
export const PartnerOrganisationEnded = problem(409, 'partner-organisation-ended', 'The partner organisation has ended.')
export const UkprnTaken = problem(409, 'ukprn-taken', 'Another partner organisation has this UKPRN.')
export const UnknownLaCode = problem(422, 'unknown-la-code', 'The register has no local authority with this code.')
