import { event } from '../../define.ts'
import { ProgrammeCode, programmeTerms } from './model.ts'

export const ProgrammeKept = event('membership.programme-kept', {
  summary: 'The national body set the terms of a programme. They hold for what is submitted and issued from now on.',
  about: { programme: 'programmeCode' },
  data: { programmeCode: ProgrammeCode, minimumSchools: programmeTerms.minimumSchools, agreementMonths: programmeTerms.agreementMonths },
})
