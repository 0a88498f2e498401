import { command } from '../../define.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { NeedsPerson, NetworkNotInState, NoSuchNetwork } from '../../membership/networks/problems.ts'
import { NoSuchSchool } from '../../membership/schools/problems.ts'
import { SchoolNotInNetwork } from '../host-offers/problems.ts'
import { ActivityConfirmed, ActivityProposed } from './events.ts'
import { Activity, activityTerms } from './model.ts'
import {
  ActivityTimeWrong,
  HostBusy,
  InTurnAtSchool,
  MayNotPropose,
  NoPupilsOnDay,
  NotInTurn,
  PlaceIncomplete,
  PlaceUnfit,
  PurposeOfVisit,
  SchoolClosedOnDay,
  YearGroupOfDay,
} from './problems.ts'

/** What keeps an activity from being at a place at a time. */
export const hindrances = [
  ActivityTimeWrong,
  PlaceIncomplete,
  PlaceUnfit,
  NoSuchSchool,
  SchoolNotInNetwork,
  NoPupilsOnDay,
  SchoolClosedOnDay,
  HostBusy,
  InTurnAtSchool,
  NotInTurn,
] as const

export const ProposeActivity = command('scheduling.propose-activity', {
  summary: 'Propose what a network could do together',
  description:
    'By a co-leader of the network, a signatory of the school that is to host it, or the national body; a visit also by whoever holds a role in the network. ' +
    'Proposed by a signatory of the host, it is confirmed with it.',
  needs: 'scheduling:write',
  http: 'POST /v1/networks/:networkId/activities',
  input: { networkId: NetworkId, ...activityTerms },
  output: Activity,
  emits: [ActivityProposed, ActivityConfirmed],
  problems: [NoSuchNetwork, NeedsPerson, MayNotPropose, NetworkNotInState, PurposeOfVisit, YearGroupOfDay, ...hindrances],
})
