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
  criteria: Type.Array(text(500), { minItems: 1, maxItems: 12, description: 'By which evidence of it is judged.' }),
})

/** A framework is data: another body brings its own. */
export const frameworkTerms = {
  name: text(200),
  awardingBody: text(200),
  stages: Type.Array(Stage, { minItems: 1, maxItems: 12 }),
  dimensions: Type.Array(Dimension, { minItems: 1, maxItems: 12 }),
  enrols: Type.Array(StaffCategory, { minItems: 1, maxItems: 12, uniqueItems: true, description: 'Who may enrol.' }),
  judgedBy: Type.String({ ...RoleCode, examples: ['verifier'], description: 'The role whose holders judge.' }),
  moderatedPercent: Type.Integer({
    minimum: 0,
    maximum: 100,
    description: 'Of what a centre awards in a period, so much is judged once more.',
  }),
}

export const Framework = Type.Object({
  code: FrameworkCode,
  edition: Edition,
  ...frameworkTerms,
  definedAt: Instant,
})
