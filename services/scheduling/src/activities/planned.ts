import type { Activity } from './activity.ts'

/** Of an activity, what decides whether it can be at its place at its time. */
export type Planned = Pick<
  Activity,
  'networkId' | 'kind' | 'place' | 'startsAt' | 'endsAt' | 'capacity' | 'needsPupils' | 'inTurn' | 'programmeId'
> & {
  /** Absent: it is not recorded yet. */
  readonly id?: string
}
