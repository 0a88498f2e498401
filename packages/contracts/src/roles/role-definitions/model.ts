import Type from 'typebox'
import { text, Version } from '../../formats.ts'
import { StaffCategory } from '../../membership/employments/model.ts'
import { NetworkId } from '../../membership/networks/model.ts'

/** A code of the national list, or one that a network made for itself, which begins with `x-`. */
export const RoleCode = Type.String({
  pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
  minLength: 2,
  maxLength: 60,
  examples: ['ict-innovator'],
  description: 'A role: of the national list, or a network’s own (`x-…`).',
})

/** What a subject co-ordinator co-ordinates, in the words of whoever appoints. */
export const Subject = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S', examples: ['mathematics'] })

/** Minutes a week out of teaching. The whole week of a full-time teacher is 1,950 at most: 32.5 hours. */
export const MinutesPerWeek = Type.Integer({ minimum: 0, maximum: 1950, examples: [180] })

/** What a role is, wherever it is held. */
export const roleTerms = {
  label: text(80),
  remit: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S', description: 'What whoever holds it does.' }),
  takesSchoolTime: Type.Boolean({ description: 'Whether it is done in time that the school releases; if not, nobody has to release it.' }),
  maxMinutesPerWeek: Type.Integer({ minimum: 0, maximum: 1950, description: 'Of one whole holder. 0 where it takes no school time.' }),
  needsSubject: Type.Boolean({ description: 'Whether an appointment names a subject.' }),
  maxHolders: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 500,
      description: 'How many whole holders one network has at a time, each subject apart. Absent: any.',
    }),
  ),
  eligibleCategories: Type.Optional(
    Type.Array(StaffCategory, {
      minItems: 1,
      maxItems: 12,
      uniqueItems: true,
      description: 'Who may hold it. Absent: every category of staff, and governors.',
    }),
  ),
}

export const RoleId = Type.String({ format: 'uuid', description: 'A role definition.' })
/** `retired`: nobody is appointed to it any more. */
export const RoleState = Type.Enum(['in-use', 'retired'])

export const RoleDefinition = Type.Object({
  id: RoleId,
  code: RoleCode,
  networkId: Type.Optional(Type.String({ ...NetworkId, description: 'The network whose own it is; absent: of the national list.' })),
  ...roleTerms,
  state: RoleState,
  version: Version,
})
