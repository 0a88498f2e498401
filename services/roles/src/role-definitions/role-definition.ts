import { defineEntity, p } from '@mikro-orm/core'
import type { roleTerms } from '@nlc/contracts/roles'
import type { Static, TObject } from 'typebox'

export type RoleTerms = Static<TObject<typeof roleTerms>>
type Category = NonNullable<RoleTerms['eligibleCategories']>[number]

const RoleDefinitionSchema = defineEntity({
  name: 'RoleDefinition',
  tableName: 'role_definition',
  properties: {
    id: p.uuid().primary(),
    version: p.integer().version(),
    networkId: p.uuid().nullable(),
    code: p.string(),
    label: p.string(),
    remit: p.string(),
    takesSchoolTime: p.boolean(),
    maxMinutesPerWeek: p.integer(),
    needsSubject: p.boolean(),
    maxHolders: p.integer().nullable(),
    eligibleCategories: p.array().$type<Category[]>().nullable(),
    state: p.string().$type<'in-use' | 'retired'>(),
  },
})

export class RoleDefinition extends RoleDefinitionSchema.class {
  /** The platform appoints co-leaders by itself. */
  get isNeededByPlatform(): boolean {
    return this.networkId == null && this.code === 'co-leader'
  }

  /** Whole: what is left out holds no more. */
  describe({ label, remit, takesSchoolTime, maxMinutesPerWeek, needsSubject, maxHolders, eligibleCategories }: RoleTerms): void {
    Object.assign(this, { label, remit, takesSchoolTime, maxMinutesPerWeek, needsSubject })
    this.maxHolders = maxHolders ?? null
    this.eligibleCategories = eligibleCategories ? [...eligibleCategories] : null
  }
}
RoleDefinitionSchema.setClass(RoleDefinition)

export const minutesFitSchoolTime = ({ takesSchoolTime, maxMinutesPerWeek }: Pick<RoleTerms, 'takesSchoolTime' | 'maxMinutesPerWeek'>) =>
  takesSchoolTime === maxMinutesPerWeek > 0
