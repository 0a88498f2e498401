import type { Assignment as Shown } from '@nlc/contracts/recognition'
import { type Sql, type WithoutNulls, withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import type { Framework } from '../frameworks/framework.ts'
import type { Results } from '../presentations/presentation.ts'
import type { Purpose } from './choose-judges.ts'

/** As the API shows it, but for instants, which are no strings yet. */
export type Assignment = Omit<Static<typeof Shown>, 'assignedAt' | 'judgedAt'> & { readonly assignedAt: Date; readonly judgedAt?: Date }
export type Judgement = NonNullable<Assignment['dimensions']>

/**
 * `a` is the assignment. Of what others judged it has nothing, but where it is to moderate or to decide on an appeal: then what the
 * verifiers of that presentation found.
 */
export async function readAssignments(db: Sql, rest: RawBuilder<unknown>): Promise<Assignment[]> {
  const { rows } = await sql<WithoutNulls<Assignment>>`
    select a.id, a.version, a.presentation_id as "presentationId", p.id as "portfolioId", p.framework_code as "frameworkCode", p.edition,
      p.stage, f.dimensions as criteria, a.purpose, a.state, a.assigned_at as "assignedAt", a.judged_at as "judgedAt", a.dimensions,
      case when a.purpose <> 'verification' and a.state <> 'ended' then (
        select coalesce(jsonb_agg(jsonb_build_object('dimensions', b.dimensions) order by b.judged_at), '[]')
        from assignment b where b.presentation_id = a.presentation_id and b.purpose = 'verification' and b.state = 'judged') end as "judgedBefore"
    from assignment a join presentation pr on pr.id = a.presentation_id join portfolio p on p.id = pr.portfolio_id
      join framework f on f.code = p.framework_code and f.edition = p.edition ${rest}`.execute(db)
  return rows.map(withoutNulls) as Assignment[]
}

export interface Assigned {
  readonly id: string
  readonly judgeId: string
  readonly purpose: Purpose
  readonly state: 'open' | 'judged' | 'ended'
  readonly dimensions: Judgement | null
}

/** All of a presentation, in the order in which they were judged. */
export async function readAssigned(db: Sql, presentationId: string): Promise<Assigned[]> {
  const { rows } = await sql<Assigned>`
    select id, judge_id as "judgeId", purpose, state, dimensions from assignment where presentation_id = ${presentationId}::uuid
    order by judged_at, id`.execute(db)
  return rows
}

const judgedIn = ({ dimensions }: Pick<Assigned, 'dimensions'>, code: string): Judgement[number] =>
  dimensions!.find((dimension) => dimension.code === code)!
const met = (judged: Pick<Assigned, 'dimensions'>, code: string): boolean => judgedIn(judged, code).criteriaMet.every(Boolean)

/** The dimensions of which some found every criterion met, and others did not. */
export const differing = ({ dimensions }: Framework, judged: readonly Pick<Assigned, 'dimensions'>[]): string[] =>
  dimensions.map(({ code }) => code).filter((code) => new Set(judged.map((one) => met(one, code))).size > 1)

/** Of each dimension, what most of them found; and of one that is not met, what those who found so say is missing. */
export function resultsOf({ dimensions }: Framework, judged: readonly Pick<Assigned, 'dimensions'>[]): Results {
  return dimensions.map(({ code, criteria }) => {
    const against = judged.filter((one) => !met(one, code))
    const isMet = against.length * 2 < judged.length
    const from = isMet ? [] : against.map((one) => judgedIn(one, code))
    return {
      code,
      isMet,
      lacking: criteria.filter((_, i) => from.some(({ criteriaMet }) => !criteriaMet[i])),
      comments: from.flatMap(({ comment }) => (comment === undefined ? [] : [comment])),
    }
  })
}
