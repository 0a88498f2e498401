import Type from 'typebox'
import { command, problem, query } from '../../define.ts'
import { followedPageOf, following, Id, pageOf, paging, text, Urn } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { NetworkNotInState, NoSuchNetwork } from '../../membership/networks/problems.ts'
import { NoSuchPerson } from '../../membership/people/problems.ts'
import { ActivityConfirmed, ActivityProposed } from '../activities/events.ts'
import { Activity, activityTerms } from '../activities/model.ts'
import { hindrances } from '../activities/propose-activity.ts'
import { BookingAccepted, BookingCancelled, BookingInvited, BookingWaiting } from '../bookings/events.ts'
import { NotOfNetwork } from '../bookings/problems.ts'
import { SchoolNotInNetwork } from '../host-offers/problems.ts'
import { ParticipantLeft, ParticipantsEnrolled, SharedProgrammeEnded, SharedProgrammeRevised, SharedProgrammeStarted } from './events.ts'
import { Participant, SharedProgramme, SharedProgrammeId, sharedProgrammeTerms } from './model.ts'

export const NoSuchSharedProgramme = problem(404, 'no-such-shared-programme', 'There is no such programme.')
export const SharedProgrammeOver = problem(
  409,
  'shared-programme-over',
  'The programme has ended: start the next one, which carries it on.',
)
export const NotAnEarlierProgramme = problem(
  422,
  'not-an-earlier-programme',
  'A programme carries on one of the same network, of an earlier academic year.',
)
export const NotOfProgramme = problem(
  409,
  'not-of-programme',
  'Sessions are held at the schools of the programme: take one of them, or add it.',
  {
    urns: Type.Array(Urn),
  },
)
export const LeaderNotOfProgramme = problem(
  409,
  'leader-not-of-programme',
  'A session is led by somebody of one of the programme’s schools.',
  { urns: Type.Array(Urn) },
)
export const NotEnrolled = problem(404, 'not-enrolled', 'This person does not take part in the programme.')

const needs = 'scheduling:write'
const byWhom = 'By a co-leader of the network, one of its co-ordinators, or the national body.'
const ofProgramme = { programmeId: SharedProgrammeId }

export const StartSharedProgramme = command('scheduling.start-shared-programme', {
  summary: 'Start a programme that schools run together',
  description:
    'Joined-up induction, middle leaders and the like: its sessions are held at each school in turn. By a co-leader of the network, or the national body. ' +
    'One that carries on another remembers who hosted; a school that is new enters the next round.',
  needs,
  http: 'POST /v1/networks/:networkId/shared-programmes',
  input: {
    networkId: NetworkId,
    ...sharedProgrammeTerms,
    continues: Type.Optional(Type.String({ ...SharedProgrammeId, description: 'The programme of an earlier year that it carries on.' })),
  },
  output: SharedProgramme,
  emits: [SharedProgrammeStarted],
  problems: [NoSuchNetwork, NetworkNotInState, SchoolNotInNetwork, NotOfNetwork, NoSuchPerson, NotAnEarlierProgramme],
})

export const ReviseSharedProgramme = command('scheduling.revise-shared-programme', {
  summary: 'Say anew who runs a programme',
  description: `${byWhom} Whole: its title, schools and co-ordinators. A school that is added enters the next round.`,
  needs,
  http: 'PUT /v1/shared-programmes/:programmeId',
  input: {
    ...ofProgramme,
    title: sharedProgrammeTerms.title,
    urns: sharedProgrammeTerms.urns,
    coordinatorIds: sharedProgrammeTerms.coordinatorIds,
  },
  output: SharedProgramme,
  emits: [SharedProgrammeRevised],
  problems: [NoSuchSharedProgramme, SharedProgrammeOver, SchoolNotInNetwork, NotOfNetwork, NoSuchPerson],
  ifMatch: true,
})

export const EndSharedProgramme = command('scheduling.end-shared-programme', {
  summary: 'End a programme',
  description: `${byWhom} What is planned of it stays until it is cancelled. Ended again, it answers as before.`,
  needs,
  http: 'POST /v1/shared-programmes/:programmeId/ending',
  input: ofProgramme,
  output: SharedProgramme,
  emits: [SharedProgrammeEnded],
  problems: [NoSuchSharedProgramme],
  status: 200,
  ifMatch: true,
})

export const EnrolParticipants = command('scheduling.enrol-participants', {
  summary: 'Enrol people in a programme',
  description:
    `${byWhom} Each of its sessions that are published, and not begun, is booked for them; who cannot come to one is invited to it. ` +
    'Who takes part already stays as they are.',
  needs,
  http: 'POST /v1/shared-programmes/:programmeId/participants',
  input: {
    ...ofProgramme,
    personIds: Type.Array(Id, { minItems: 1, maxItems: 200, uniqueItems: true }),
    cohort: Type.Optional(text(60)),
  },
  output: Type.Object({ enrolled: Type.Integer({ minimum: 0 }), alreadyEnrolled: Type.Integer({ minimum: 0 }) }),
  emits: [ParticipantsEnrolled, BookingAccepted, BookingWaiting, BookingInvited],
  problems: [NoSuchSharedProgramme, SharedProgrammeOver, NoSuchPerson, NotOfNetwork],
})

export const LeaveSharedProgramme = command('scheduling.leave-shared-programme', {
  summary: 'Take somebody out of a programme',
  description: `${byWhom} Or by the person. Sessions to come are cancelled for them.`,
  needs,
  http: 'DELETE /v1/shared-programmes/:programmeId/participants/:personId',
  input: { ...ofProgramme, personId: Id },
  emits: [ParticipantLeft, BookingCancelled, BookingAccepted],
  problems: [NoSuchSharedProgramme, NotEnrolled],
})

const { startsAt, endsAt, title, place, minutes } = activityTerms

export const PlanSession = command('scheduling.plan-session', {
  summary: 'Plan a session of a programme',
  description:
    `${byWhom} At a school of the programme it is in turn; a welcome evening on neutral ground, or online, is in nobody’s. ` +
    'It is led by somebody of one of the schools. Once it is published, all who take part are booked.',
  needs,
  http: 'POST /v1/shared-programmes/:programmeId/sessions',
  input: {
    ...ofProgramme,
    title,
    place,
    startsAt,
    endsAt,
    capacity: Type.Optional(activityTerms.capacity),
    minutes,
    leaderId: Type.Optional(Id),
    expertise: Type.Optional(Type.String({ ...text(200), examples: ['Behaviour for learning'] })),
  },
  output: Activity,
  emits: [ActivityProposed, ActivityConfirmed],
  problems: [NoSuchSharedProgramme, SharedProgrammeOver, NotOfProgramme, NoSuchPerson, LeaderNotOfProgramme, ...hindrances],
})

export const GetSharedProgramme = query('scheduling.get-shared-programme', {
  summary: 'Get a programme that schools run together',
  needs: 'scheduling:read',
  http: 'GET /v1/shared-programmes/:programmeId',
  input: ofProgramme,
  output: SharedProgramme,
  problems: [NoSuchSharedProgramme],
})

export const ListSharedProgrammes = query('scheduling.list-shared-programmes', {
  summary: 'List programmes that schools run together',
  description: 'Of networks in your view, in the order in which they were started.',
  needs: 'scheduling:read',
  http: 'GET /v1/shared-programmes',
  input: { networkId: Type.Optional(NetworkId), academicYear: Type.Optional(sharedProgrammeTerms.academicYear), ...following, ...paging },
  output: followedPageOf(SharedProgramme),
  problems: [],
})

export const ListParticipants = query('scheduling.list-participants', {
  summary: 'List who takes part in a programme',
  description: 'For those who plan it, and clients with which a person’s school shares activities; with how many sessions they attended.',
  needs: 'scheduling:read',
  http: 'GET /v1/shared-programmes/:programmeId/participants',
  input: { ...ofProgramme, ...paging },
  output: pageOf(Participant),
  problems: [NoSuchSharedProgramme],
})
