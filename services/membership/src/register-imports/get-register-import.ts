import { GetRegisterImport, NoSuchRegisterImport } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { onlyNationalBody } from './only-national-body.ts'
import { readImports } from './read-import.ts'

export const getRegisterImport = handle(GetRegisterImport, async ({ importId }, { sql: db, caller, fail }) => {
  onlyNationalBody(caller)
  const [found] = await readImports(db, sql`where i.id = ${importId}`)
  return found ?? fail(NoSuchRegisterImport)
})
