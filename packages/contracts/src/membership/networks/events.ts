import Type from 'typebox'
import { event } from '../../define.ts'
import { CalendarDate, Id, Urn } from '../../formats.ts'
import { ProgrammeCode } from '../programmes/model.ts'
import { CoLeadershipEndReason, DissolutionReason, LearningLevel, NetworkId, NetworkKind, SuspensionReason } from './model.ts'

const about = { network: 'networkId' } as const
const StartedCoLeader = Type.Object({ coLeaderId: Id, personId: Id, urn: Type.Optional(Urn), firstDay: CalendarDate })

export const NetworkFormed = event('membership.network-formed', {
  summary: 'An application was approved, and its network formed. Its co-leaders may prepare it from this day.',
  about,
  data: {
    networkId: NetworkId,
    applicationId: Id,
    kind: NetworkKind,
    programmeCode: ProgrammeCode,
    funded: Type.Boolean(),
    learningLevels: Type.Array(LearningLevel),
    schools: Type.Array(Urn),
    coLeaders: Type.Array(StartedCoLeader),
  },
})

export const NetworkActivated = event('membership.network-activated', {
  summary: 'A network became active: of schools, because its agreement came into force. Its co-leaders are appointed with it.',
  about,
  data: {
    networkId: NetworkId,
    kind: NetworkKind,
    agreementId: Type.Optional(Id),
    firstDay: CalendarDate,
    schools: Type.Array(Urn),
    coLeaders: Type.Array(StartedCoLeader),
  },
})

export const NetworkRevised = event('membership.network-revised', {
  summary: 'A network described itself anew: its name, focus or learning levels.',
  about,
  data: { networkId: NetworkId, learningLevels: Type.Array(LearningLevel) },
})

export const NetworkSustaining = event('membership.network-sustaining', {
  summary: "A network goes on after the programme's support ended.",
  about,
  data: { networkId: NetworkId, firstDay: CalendarDate },
})

export const NetworkSuspended = event('membership.network-suspended', {
  summary: 'The national body suspended a network.',
  about,
  data: { networkId: NetworkId, firstDay: CalendarDate, reason: SuspensionReason },
})

export const NetworkResumed = event('membership.network-resumed', {
  summary: 'A suspended network went on in the state that it was suspended in.',
  about,
  data: { networkId: NetworkId, firstDay: CalendarDate, state: Type.Enum(['forming', 'active', 'sustaining']) },
})

export const NetworkDissolved = event('membership.network-dissolved', {
  summary: 'A network was dissolved. Its co-leaderships ended with it, on the same last day.',
  about,
  data: { networkId: NetworkId, lastDay: CalendarDate, reason: DissolutionReason },
})

export const CoLeadersReplaced = event('membership.co-leaders-replaced', {
  summary: 'The co-leaders of a network were named anew. Vacancies among them are filled by it.',
  about,
  data: {
    networkId: NetworkId,
    started: Type.Array(StartedCoLeader),
    ended: Type.Array(
      Type.Object({ coLeaderId: Id, personId: Id, urn: Type.Optional(Urn), lastDay: CalendarDate, reason: CoLeadershipEndReason }),
    ),
  },
})

export const CoLeaderLeft = event('membership.co-leader-left', {
  summary: 'A co-leader leaves, and has to be replaced within 60 days. Told again with another last day where that was corrected.',
  about,
  data: {
    networkId: NetworkId,
    coLeaderId: Id,
    personId: Id,
    urn: Type.Optional(Urn),
    lastDay: CalendarDate,
    reason: CoLeadershipEndReason,
    vacancyId: Id,
    replaceBy: CalendarDate,
  },
})

export const CoLeaderReplacementOverdue = event('membership.co-leader-replacement-overdue', {
  summary: 'A co-leader who left was not replaced within 60 days: for the national body to act on.',
  about,
  data: { networkId: NetworkId, vacancyId: Id, coLeaderId: Id, replaceBy: CalendarDate },
})
