import { KeepProgramme, ProgrammeKept } from '@nlc/contracts/membership'
import { MissingScope } from '@nlc/contracts/platform'
import { handle, isNationalBody, refuse } from '@nlc/runtime'
import { Programme } from './programme.ts'

export const keepProgramme = handle(KeepProgramme, async ({ programmeCode: code, ...terms }, { em, caller, emit, checkVersion }) => {
  if (!isNationalBody(caller))
    refuse(MissingScope, {
      scope: 'national-body',
      detail: 'The national body keeps programmes with its own token, which acts for no person.',
    })
  const known = await em.findOne(Programme, { code })
  if (known) checkVersion(known)
  const changes = known?.minimumSchools !== terms.minimumSchools || known.agreementMonths !== terms.agreementMonths
  const programme = em.assign(known ?? em.create(Programme, { code, ...terms }), terms)
  em.persist(programme)
  // Its name is no term.
  if (changes) emit(ProgrammeKept, { programmeCode: code, minimumSchools: terms.minimumSchools, agreementMonths: terms.agreementMonths })
  return programme
})
