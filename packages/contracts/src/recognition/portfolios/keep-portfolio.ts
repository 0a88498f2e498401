import Type from 'typebox'
import { command } from '../../define.ts'
import { Id, text } from '../../formats.ts'
import { NeedsPerson } from '../../membership/networks/problems.ts'
import { NoSuchPerson } from '../../membership/people/problems.ts'
import { NoSuchFramework } from '../frameworks/index.ts'
import { FrameworkCode, StageCode } from '../frameworks/model.ts'
import { EvidenceAdded, EvidenceRemoved, PortfolioAttested, PortfolioEnrolled, PortfolioPlanned } from './events.ts'
import { Attestation, Evidence, EvidenceId, evidenceTerms, journeyTerms, Portfolio, PortfolioId } from './model.ts'
import {
  CoachOfOneself,
  EnrolledAlready,
  EvidenceFileIncomplete,
  EvidenceIncomplete,
  FileIsNotItsType,
  MayNotEnrol,
  NoSuchEvidence,
  NoSuchEvidenceFile,
  NoSuchPortfolio,
  NoSuchReference,
  NoSuchStage,
  OtherFrameworksDimension,
  PortfolioFull,
  PortfolioNotInState,
} from './problems.ts'

export const Enrol = command('recognition.enrol', {
  summary: 'Begin a portfolio',
  description: 'By the person whose learning it is, on the framework’s newest edition.',
  needs: 'recognition:write',
  http: 'POST /v1/portfolios',
  input: { frameworkCode: FrameworkCode, stage: StageCode },
  output: Portfolio,
  emits: [PortfolioEnrolled],
  problems: [NeedsPerson, NoSuchFramework, NoSuchStage, MayNotEnrol, EnrolledAlready],
})

export const DescribeJourney = command('recognition.describe-journey', {
  summary: 'Say what is to be learnt, why and how',
  description: 'By whose portfolio it is. Whole: without a coach there is none any more.',
  needs: 'recognition:write',
  http: 'PUT /v1/portfolios/:portfolioId/journey',
  input: { portfolioId: PortfolioId, ...journeyTerms },
  output: Portfolio,
  emits: [PortfolioPlanned],
  problems: [NoSuchPortfolio, PortfolioNotInState, NoSuchPerson, CoachOfOneself],
  ifMatch: true,
})

/** 50 MiB. */
export const evidenceFileMaxBytes = 50 * 1024 * 1024
export const evidenceMediaTypes = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/webp',
  'video/mp4',
  'audio/mpeg',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.oasis.opendocument.text',
  'text/plain',
] as const

export const UploadEvidenceFile = command('recognition.upload-evidence-file', {
  summary: 'Upload a file that is to be evidence',
  description:
    "Resumable (tus 1.0), `filename` in its metadata. The file's id is the last segment of the upload's address; it is kept for 7 days, and for good once it is evidence.",
  needs: 'recognition:write',
  http: 'POST /v1/evidence-files',
  input: {},
  emits: [],
  problems: [],
  upload: { accepts: evidenceMediaTypes, maxBytes: evidenceFileMaxBytes },
})

export const AddEvidence = command('recognition.add-evidence', {
  summary: 'Add evidence to a portfolio',
  description: 'A file is uploaded before, and looked at here: it has to be what its type says.',
  needs: 'recognition:write',
  http: 'POST /v1/portfolios/:portfolioId/evidence',
  input: {
    portfolioId: PortfolioId,
    ...evidenceTerms,
    fileId: Type.Optional(Type.String({ ...Id, description: 'Of a file: the upload.' })),
  },
  output: Evidence,
  emits: [EvidenceAdded],
  problems: [
    NoSuchPortfolio,
    PortfolioNotInState,
    OtherFrameworksDimension,
    EvidenceIncomplete,
    PortfolioFull,
    NoSuchEvidenceFile,
    EvidenceFileIncomplete,
    FileIsNotItsType,
    NoSuchReference,
  ],
})

export const RemoveEvidence = command('recognition.remove-evidence', {
  summary: 'Take an item of evidence out of a portfolio',
  needs: 'recognition:write',
  http: 'DELETE /v1/evidence/:evidenceId',
  input: { evidenceId: EvidenceId },
  emits: [EvidenceRemoved],
  problems: [NoSuchEvidence, PortfolioNotInState],
  ifMatch: true,
})

export const AttestPortfolio = command('recognition.attest-portfolio', {
  summary: 'Attest to the support that was given',
  description: 'By its coach.',
  needs: 'recognition:write',
  http: 'POST /v1/portfolios/:portfolioId/attestations',
  input: { portfolioId: PortfolioId, text: text(5_000) },
  output: Attestation,
  emits: [PortfolioAttested],
  problems: [NoSuchPortfolio, PortfolioNotInState],
})
