import Type from 'typebox'
import { event } from '../../define.ts'
import { Id, Urn } from '../../formats.ts'
import { SharedProgramme, SharedProgrammeId } from './model.ts'

const about = { 'shared-programme': 'programmeId' } as const
const data = { programmeId: SharedProgrammeId, programme: SharedProgramme }

export const SharedProgrammeStarted = event('scheduling.shared-programme-started', {
  summary: 'Schools of a network run a programme together.',
  about,
  data,
})
export const SharedProgrammeRevised = event('scheduling.shared-programme-revised', {
  summary: 'A programme is run by other schools or co-ordinators, or is called otherwise.',
  about,
  data,
})
export const ParticipantsEnrolled = event('scheduling.participants-enrolled', {
  summary: 'People take part in a programme: each of its sessions to come is booked for them.',
  about,
  data: { ...data, personIds: Type.Array(Id) },
})
export const ParticipantLeft = event('scheduling.participant-left', {
  summary: 'Somebody does not take part in a programme any more.',
  about,
  data: { ...data, personId: Id },
})
export const SharedProgrammeCarriedOver = event('scheduling.shared-programme-carried-over', {
  summary: 'A school of a programme was succeeded by another, which takes its place.',
  about,
  data: { ...data, urn: Urn },
})
export const SharedProgrammeEnded = event('scheduling.shared-programme-ended', { summary: 'A programme is over.', about, data })
