import { command } from '../../define.ts'
import { ProgrammeKept } from './events.ts'
import { Programme, ProgrammeCode, programmeTerms } from './model.ts'

export const KeepProgramme = command('membership.keep-programme', {
  summary: 'Set the terms of a programme, making it where there is none',
  description:
    'The terms hold for what is submitted and issued from now on; agreements in force keep their last day. There is a programme `national` from the start (6 schools, 36 months).',
  needs: 'national-body',
  http: 'PUT /v1/programmes/:programmeCode',
  input: { programmeCode: ProgrammeCode, ...programmeTerms },
  output: Programme,
  emits: [ProgrammeKept],
  problems: [],
  ifMatch: true,
})
