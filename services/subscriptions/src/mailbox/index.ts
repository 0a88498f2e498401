import { acknowledgeMessages } from './acknowledge-messages.ts'
import { carryOverOnSchoolSucceeded } from './carry-over-on-school-succeeded.ts'
import { pruneMailbox } from './prune-mailbox.ts'
import { readMessages } from './read-messages.ts'
import { replayMessages } from './replay-messages.ts'
import { reportAppointments } from './report-appointments.ts'
import { reportDoorsClosed } from './report-doors-closed.ts'
import { reportGaps } from './report-gaps.ts'
import { reportVisits } from './report-visits.ts'
import { streamMessages } from './stream-messages.ts'
import { tellOfAppointmentOnAppointmentTold } from './tell-of-appointment-on-appointment-told.ts'
import { tellOfMergeOnPersonMerged } from './tell-of-merge-on-person-merged.ts'
import { tellOfVisitOnBookingTold } from './tell-of-visit-on-booking-told.ts'
import { tellWhatTookEffect } from './tell-what-took-effect.ts'

/** @param issuer asked for when something is read: every message names it in its source. */
export const handlers = (issuer: () => string) =>
  [readMessages(issuer), streamMessages(issuer), acknowledgeMessages, reportGaps, replayMessages] as const
export const reactions = [
  ...tellOfAppointmentOnAppointmentTold,
  ...tellOfVisitOnBookingTold,
  tellOfMergeOnPersonMerged,
  carryOverOnSchoolSucceeded,
] as const
export const works = [reportAppointments, reportVisits, tellWhatTookEffect, pruneMailbox, reportDoorsClosed] as const
