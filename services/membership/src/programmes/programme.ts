import { defineEntity, p } from '@mikro-orm/core'

const ProgrammeSchema = defineEntity({
  name: 'Programme',
  tableName: 'programme',
  properties: {
    code: p.string().primary(),
    name: p.string(),
    minimumSchools: p.integer(),
    agreementMonths: p.integer(),
    version: p.integer().version(),
  },
})

export class Programme extends ProgrammeSchema.class {}
ProgrammeSchema.setClass(Programme)
