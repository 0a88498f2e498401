import Type from 'typebox'
import { Id, period, Version } from '../../formats.ts'

/** `reference`: the school's URN, or the group's id (a trust's board, a federation's governing body). */
export const Board = Type.Object({
  kind: Type.Enum(['school', 'group']),
  reference: Type.String({ minLength: 6, maxLength: 36, description: "The school's URN, or the group's id." }),
})

/** As governing bodies are constituted in England; `head-teacher` sits by virtue of the post (ex officio). */
export const GovernanceCategory = Type.Enum([
  'parent',
  'staff',
  'head-teacher',
  'local-authority',
  'co-opted',
  'foundation',
  'partnership',
  'trustee',
  'associate',
])
/** Taking or leaving an office during a term is a new term, so that each has its dates. */
export const GovernanceOffice = Type.Enum(['chair', 'vice-chair'])
export const GovernanceEndReason = Type.Enum([
  'term-completed',
  'resigned',
  'removed',
  'disqualified',
  'office-changed',
  'left-post',
  'other',
])

/** Days in four years, the longest term: School Governance (Constitution) (England) Regulations 2012. */
export const longestTermDays = 1461

const term = { personId: Id, board: Board, category: GovernanceCategory, office: Type.Optional(GovernanceOffice), ...period }

export const GovernanceTerm = Type.Object({ id: Id, version: Version, ...term, endReason: Type.Optional(GovernanceEndReason) })
/** As events carry it. */
export const GovernanceTermState = Type.Object({ termId: Id, ...term, endReason: Type.Optional(GovernanceEndReason) })
export const termState = { termId: Id, ...term }
