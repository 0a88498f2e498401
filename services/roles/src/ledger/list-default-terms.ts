import { ListDefaultTerms } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { readTerms } from './terms.ts'

export const listDefaultTerms = handle(ListDefaultTerms, async ({ academicYear }, { sql: db }) => ({
  items: await readTerms(db, academicYear),
}))
