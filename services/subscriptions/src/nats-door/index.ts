import type { Settings } from '../config.ts'
import { closeNatsDoor } from './close-nats-door.ts'
import { closeNatsDoorsOnClientSuspended } from './close-nats-doors-on-client-suspended.ts'
import { getNatsDoor } from './get-nats-door.ts'
import { NatsCredential } from './nats-credential.ts'
import { NatsDoor } from './nats-door.ts'
import { openNatsDoor } from './open-nats-door.ts'
import { rotateNatsCredentials } from './rotate-nats-credentials.ts'

export { serveNatsDoors } from './serve-nats-doors.ts'
export { isWithheldAtNatsDoor, withholdAtNatsDoor } from './withhold-at-nats-door.ts'

export const handlers = (settings: () => Settings) =>
  [openNatsDoor(settings), getNatsDoor(settings), rotateNatsCredentials(settings), closeNatsDoor(settings)] as const
export const entities = [NatsDoor, NatsCredential] as const
export const reactions = [closeNatsDoorsOnClientSuspended] as const
