import Type from 'typebox'
import { query } from '../../define.ts'
import { pageOf, paging } from '../../formats.ts'
import { NeedsPerson } from '../../membership/networks/problems.ts'
import { Attestation, Evidence, Matrix, Portfolio, PortfolioId, PortfolioState } from './model.ts'
import { NoSuchPortfolio } from './problems.ts'

const input = { portfolioId: PortfolioId }

export const GetPortfolio = query('recognition.get-portfolio', {
  summary: 'Get a portfolio',
  description: 'One’s own, or one that one coaches.',
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
