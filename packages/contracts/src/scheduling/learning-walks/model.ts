import Type from 'typebox'
import { Id, Instant, text } from '../../formats.ts'
import { ActivityId } from '../activities/model.ts'
import { BookingId, BookingState } from '../bookings/model.ts'

/** What is looked at, and how: agreed before anybody walks. For learning, never for appraisal. */
export const WalkProtocol = Type.Object({
  focus: Type.String({ ...text(300), examples: ['How pupils talk about what they learn'] }),
  questions: Type.Array(text(300), { minItems: 1, maxItems: 10 }),
  agreedAt: Instant,
})

/** A member of the team; the lead first. */
export const WalkMember = Type.Object({ bookingId: BookingId, personId: Id, isLead: Type.Boolean(), state: BookingState })

/** What was seen, by numbers: never a name. */
export const WalkObservation = Type.Object({
  id: Type.String({ format: 'uuid' }),
  visitNumber: Type.Integer({ minimum: 1, maximum: 100, description: 'The visits of the walk, one after the other.' }),
  classNumber: Type.Integer({ minimum: 1, maximum: 100, description: 'A number that the team gives to the class.' }),
  seen: text(2000),
  recordedAt: Instant,
})

export const LearningWalk = Type.Object({
  activityId: ActivityId,
  protocol: Type.Optional(WalkProtocol),
  team: Type.Array(WalkMember, { maxItems: 4 }),
  staffBriefedAt: Type.Optional(Instant),
  observations: Type.Array(WalkObservation, { description: 'For the team and the host alone.' }),
  debriefedAt: Type.Optional(Instant),
  feedback: Type.Optional(Type.Object({ text: text(4000), sharedAt: Instant })),
})
