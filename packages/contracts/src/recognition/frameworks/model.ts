import Type from 'typebox'
import { Instant, text } from '../../formats.ts'
import { StaffCategory } from '../../membership/employments/model.ts'
import { RoleCode } from '../../roles/role-definitions/model.ts'

const Code = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 60 })

export const FrameworkCode = Type.String({ ...Code, examples: ['teacher-learning-academy'], description: 'A framework of recognition.' })
export const DimensionCode = Type.String({ ...Code, examples: ['knowledge-base'], description: 'A dimension of the framework.' })
export const StageCode = Type.String({
  ...Code,
  examples: ['1'],
  description: 'A stage of the framework. Stages may be taken in any order.',
})
export const AwardingBodyCode = Type.String({ ...Code, examples: ['teaching-council'], description: 'A body that awards.' })
/** Counted from 1. A portfolio stays on the edition on which it began. */
export const Edition = Type.Integer({ minimum: 1 })

export const Stage = Type.Object({
  code: StageCode,
  label: text(120),
  description: Type.Optional(text(1000)),
})

export const Dimension = Type.Object({
  code: DimensionCode,
  label: text(120),
  criteria: Type.Array(text(500), { minItems: 1, maxItems: 12, description: 'By which evidence of it is judged: all have to be met.' }),
})

/** Signs what it awards: its keys belong to its code (`did:web`), whatever frameworks it has. */
export const AwardingBody = Type.Object({ code: AwardingBodyCode, name: text(200) })

/** A framework is data: another body brings its own. */
export const frameworkTerms = {
  name: text(200),
  awardingBody: AwardingBody,
  stages: Type.Array(Stage, { minItems: 1, maxItems: 12 }),
  dimensions: Type.Array(Dimension, { minItems: 1, maxItems: 12 }),
  enrols: Type.Array(StaffCategory, { minItems: 1, maxItems: 12, uniqueItems: true, description: 'Who may enrol.' }),
  judgedBy: Type.String({ ...RoleCode, examples: ['verifier'], description: 'The role whose holders judge.' }),
  moderatedBy: Type.String({
    ...RoleCode,
    examples: ['moderator'],
    description: 'The role whose holders moderate, and decide on appeals.',
  }),
  moderatedPercent: Type.Integer({
    minimum: 0,
    maximum: 100,
    description: 'Of what a centre would award in an academic year, at least so much is judged once more before it is awarded.',
  }),
  maxPresentations: Type.Integer({
    minimum: 1,
    maximum: 10,
    description: 'So often a portfolio may be presented: what lacks something is referred back, and at the last time it is not awarded.',
  }),
  appealDays: Type.Integer({
    minimum: 0,
    maximum: 365,
    description: 'So long after the decision it may be appealed against; 0: not at all.',
  }),
  validYears: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 50, description: 'So long what is awarded holds. Absent: without an end.' }),
  ),
}

export const Framework = Type.Object({
  code: FrameworkCode,
  edition: Edition,
  ...frameworkTerms,
  definedAt: Instant,
})
