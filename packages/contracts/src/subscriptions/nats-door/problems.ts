import Type from 'typebox'
import { problem } from '../../define.ts'
import { NatsDoorState } from './model.ts'

export const NatsDoorNotOffered = problem(409, 'nats-door-not-offered', 'This platform offers no NATS door: read by webhook or over HTTP.')
export const NoSuchNatsDoor = problem(404, 'no-such-nats-door', 'The subscription has no NATS door: it was never opened.')
export const NatsDoorOpen = problem(
  409,
  'nats-door-open',
  'The NATS door is open, or not closed yet: rotate its credentials, or close it first.',
)
export const NatsDoorNotOpen = problem(409, 'nats-door-not-open', 'The NATS door is not open: open it again.', { state: NatsDoorState })
export const TwoCredentialsLive = problem(
  409,
  'two-nats-credentials-live',
  'Two credentials are good now: wait until the older ones end, or rotate without overlap.',
  { olderEndAt: Type.String({ format: 'date-time' }) },
)
