import {
  DefineFramework,
  FrameworkCodesRepeated,
  FrameworkCodeTaken,
  FrameworkDefined,
  NoSuchFramework,
  ReviseFramework,
} from '@nlc/contracts/recognition'
import { type Change, handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { type Framework, type FrameworkTerms, findFramework } from './framework.ts'

export const defineFramework = handle(
  DefineFramework,
  async ({ code, ...terms }, context) => {
    const { sql: db, fail } = context
    const repeated = repeatedCode(terms)
    if (repeated !== undefined) fail(FrameworkCodesRepeated, { repeated })
    if (await findFramework(db, code)) fail(FrameworkCodeTaken)
    return define(context, code, 1, terms)
  },
  { constraints: { framework_pkey: FrameworkCodeTaken } },
)

export const reviseFramework = handle(ReviseFramework, async ({ code, ...terms }, context) => {
  const { sql: db, fail } = context
  const repeated = repeatedCode(terms)
  if (repeated !== undefined) fail(FrameworkCodesRepeated, { repeated })
  // Whoever else makes an edition waits, and counts on from it.
  await sql`select from framework where code = ${code} and edition = 1 for update`.execute(db)
  const { edition } = (await findFramework(db, code)) ?? fail(NoSuchFramework)
  return define(context, code, edition + 1, terms)
})

async function define(
  { sql: db, now, emit }: Change<typeof FrameworkDefined>,
  code: string,
  edition: number,
  terms: FrameworkTerms,
): Promise<Framework> {
  const { name, awardingBody, stages, dimensions, enrols, judgedBy, moderatedBy, moderatedPercent, maxPresentations, appealDays } = terms
  await sql`
    insert into framework (code, edition, name, awarding_body, stages, dimensions, enrols, judged_by, moderated_by, moderated_percent,
      max_presentations, appeal_days, valid_years, defined_at)
    values (${code}, ${edition}, ${name}, ${JSON.stringify(awardingBody)}::jsonb, ${JSON.stringify(stages)}::jsonb,
      ${JSON.stringify(dimensions)}::jsonb, ${enrols}::text[], ${judgedBy}, ${moderatedBy}, ${moderatedPercent}, ${maxPresentations},
      ${appealDays}, ${terms.validYears ?? null}, ${now.toISOString()}::timestamptz)`.execute(db)
  emit(FrameworkDefined, { code, edition, ...terms })
  return (await findFramework(db, code, edition))!
}

/** The first stage or dimension whose code another has. */
function repeatedCode({ stages, dimensions }: Pick<FrameworkTerms, 'stages' | 'dimensions'>): string | undefined {
  for (const codes of [stages, dimensions].map((of) => of.map(({ code }) => code))) {
    const repeated = codes.find((code, i) => codes.indexOf(code) !== i)
    if (repeated !== undefined) return repeated
  }
  return undefined
}
