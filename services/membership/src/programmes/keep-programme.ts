import { KeepProgramme, ProgrammeKept } from '@nlc/contracts/membership'
import { MissingScope } from '@nlc/contracts/platform'
import { handle, isNationalBody, refuse } from '@nlc/runtime'
import { Programme } from './programme.ts'

export const keepProgramme = handle(KeepProgramme, async ({ programmeCode: code, ...terms }, { em, caller, emit, checkVersion }) => {
  if (!isNationalBody(caller)) refuse(MissingScope, { scope: 'national-body', detail: 'The national body keeps programmes with its own token, which acts for no person.' })
  let programme = await em.findOne(Programme, { code })
  if (programme) checkVersion(programme)
  const changes = !programme || programme.minimumSchools !== terms.minimumSchools || programme.agreementMonths !== terms.agreementMonths
  if (programme) em.assign(programme, terms)
  else em.persist((programme = em.create(Programme, { code, ...terms })))
  // Its name is no term.
  if (changes) emit(ProgrammeKept, { programmeCode: code, minimumSchools: terms.minimumSchools, agreementMonths: terms.agreementMonths })
  return programme
})
