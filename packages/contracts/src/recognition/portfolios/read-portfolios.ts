import Type from 'typebox'
import { query } from '../../define.ts'
import { pageOf, paging } from '../../formats.ts'
import { NeedsPerson } from '../../membership/networks/problems.ts'
import { Attestation, Evidence, EvidenceId, Matrix, Portfolio, PortfolioId, PortfolioState, Suggestion } from './model.ts'
import { NoSuchEvidence, NoSuchPortfolio } from './problems.ts'

const input = { portfolioId: PortfolioId }

export const GetPortfolio = query('recognition.get-portfolio', {
  summary: 'Get a portfolio',
  description: 'One’s own, one that one coaches, or one that one is to judge.',
  needs: 'recognition:read',
  http: 'GET /v1/portfolios/:portfolioId',
  input,
  output: Portfolio,
  problems: [NoSuchPortfolio],
})

export const ListPortfolios = query('recognition.list-portfolios', {
  summary: 'List one’s own portfolios, and those that one coaches',
  needs: 'recognition:read',
  http: 'GET /v1/portfolios',
  input: { state: Type.Optional(PortfolioState), ...paging },
  output: pageOf(Portfolio),
  problems: [NeedsPerson],
})

export const ListEvidence = query('recognition.list-evidence', {
  summary: 'List a portfolio’s evidence',
  needs: 'recognition:read',
  http: 'GET /v1/portfolios/:portfolioId/evidence',
  input: { ...input, ...paging },
  output: pageOf(Evidence),
  problems: [NoSuchPortfolio],
})

export const ListAttestations = query('recognition.list-attestations', {
  summary: 'List what coaches attest of a portfolio',
  needs: 'recognition:read',
  http: 'GET /v1/portfolios/:portfolioId/attestations',
  input,
  output: Type.Object({ items: Type.Array(Attestation) }),
  problems: [NoSuchPortfolio],
})

export const GetMatrix = query('recognition.get-matrix', {
  summary: 'Get what each dimension of a portfolio has and lacks',
  needs: 'recognition:read',
  http: 'GET /v1/portfolios/:portfolioId/matrix',
  input,
  output: Matrix,
  problems: [NoSuchPortfolio],
})

export const DrawMatrix = query('recognition.draw-matrix', {
  summary: 'Draw what each dimension of a portfolio has',
  description: 'The same as a picture (SVG): a spoke for each dimension, as long as it has evidence, up to five items.',
  needs: 'recognition:read',
  http: 'GET /v1/portfolios/:portfolioId/matrix.svg',
  input,
  problems: [NoSuchPortfolio],
  stream: { produces: 'image/svg+xml' },
})

export const ReadEvidenceFile = query('recognition.read-evidence-file', {
  summary: 'Read the file of an item of evidence',
  description: 'As it was uploaded, byte for byte; what it is stands in the item.',
  needs: 'recognition:read',
  http: 'GET /v1/evidence/:evidenceId/file',
  input: { evidenceId: EvidenceId },
  problems: [NoSuchEvidence],
  stream: { produces: 'application/octet-stream' },
})

export const ListSuggestions = query('recognition.list-suggestions', {
  summary: 'List what the platform knows that could be evidence',
  description:
    'Visits and sessions attended, roles held and shared programmes followed since a year before the portfolio began, as far as they are no evidence of it yet: each can be added as a reference.',
  needs: 'recognition:read',
  http: 'GET /v1/portfolios/:portfolioId/suggestions',
  input,
  output: Type.Object({ items: Type.Array(Suggestion, { maxItems: 200 }) }),
  problems: [NoSuchPortfolio],
})
