import Type from 'typebox'
import { event } from '../../define.ts'
import { Urn } from '../../formats.ts'
import { NamedCoLeader, NetworkId, NetworkKind } from '../networks/model.ts'
import { ProgrammeCode } from '../programmes/model.ts'
import { ApplicationId, DeclineReason, MissingPart } from './model.ts'

const about = { application: 'applicationId' } as const

export const ApplicationDrafted = event('membership.application-drafted', {
  summary: 'A person began an application to become a network.',
  about,
  data: { applicationId: ApplicationId, programmeCode: ProgrammeCode, kind: NetworkKind },
})

export const ApplicationSubmitted = event('membership.application-submitted', {
  summary: 'An application was submitted to the national body, for the first time or after a return.',
  about,
  data: {
    applicationId: ApplicationId,
    programmeCode: ProgrammeCode,
    kind: NetworkKind,
    schools: Type.Array(Urn),
    coLeaders: Type.Array(NamedCoLeader),
  },
})

export const ApplicationUnderReview = event('membership.application-under-review', {
  summary: 'The national body took up an application.',
  about,
  data: { applicationId: ApplicationId },
})

export const ApplicationReturned = event('membership.application-returned', {
  summary: 'The national body returned an application, saying what is missing.',
  about,
  data: { applicationId: ApplicationId, missing: Type.Array(MissingPart) },
})

export const ApplicationApproved = event('membership.application-approved', {
  summary: 'The national body approved an application: its network was formed.',
  about,
  data: { applicationId: ApplicationId, funded: Type.Boolean(), networkId: NetworkId },
})

export const ApplicationDeclined = event('membership.application-declined', {
  summary: 'The national body declined an application.',
  about,
  data: { applicationId: ApplicationId, reason: DeclineReason },
})

export const ApplicationWithdrawn = event('membership.application-withdrawn', {
  summary: 'The applicant withdrew an application.',
  about,
  data: { applicationId: ApplicationId },
})
