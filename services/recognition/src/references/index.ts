import { keepAppointmentOnAppointmentTold } from '@nlc/known/appointments'
import { keepAttendanceOnAttendanceTold } from './keep-attendance-on-attendance-told.ts'
import { listSuggestions } from './list-suggestions.ts'

export const handlers = [listSuggestions] as const
export const entities = [] as const
export const reactions = [...keepAppointmentOnAppointmentTold, ...keepAttendanceOnAttendanceTold] as const
export const works = [] as const
