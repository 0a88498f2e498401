import { approveRegisterImport } from './approve-register-import.ts'
import { getRegisterImport } from './get-register-import.ts'
import { listRegisterClosures } from './list-register-closures.ts'
import { listRegisterImports } from './list-register-imports.ts'
import { listRegisterRefusals } from './list-register-refusals.ts'
import { readRegisterFile } from './read-register-file.ts'
import { RegisterImport } from './register-import.ts'
import { rejectRegisterImport } from './reject-register-import.ts'
import { startRegisterImport } from './start-register-import.ts'
import { writeEstablishments } from './write-establishments.ts'
import { writeGroups } from './write-groups.ts'
import { writeLinks } from './write-links.ts'

export const handlers = [
  startRegisterImport,
  getRegisterImport,
  listRegisterImports,
  listRegisterRefusals,
  listRegisterClosures,
  approveRegisterImport,
  rejectRegisterImport,
] as const
export const entities = [RegisterImport] as const
export const reactions = [] as const
export const works = [readRegisterFile, writeEstablishments, writeLinks, writeGroups] as const
