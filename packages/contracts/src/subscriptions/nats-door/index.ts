import { CloseNatsDoor } from './close-nats-door.ts'
import { NatsCredentialsRotated, NatsDoorClosed, NatsDoorOpened } from './events.ts'
import { GetNatsDoor } from './get-nats-door.ts'
import { OpenNatsDoor } from './open-nats-door.ts'
import { RotateNatsCredentials } from './rotate-nats-credentials.ts'

export * from './close-nats-door.ts'
export * from './events.ts'
export * from './get-nats-door.ts'
export * from './model.ts'
export * from './open-nats-door.ts'
export * from './problems.ts'
export * from './rotate-nats-credentials.ts'

export const operations = [OpenNatsDoor, GetNatsDoor, RotateNatsCredentials, CloseNatsDoor] as const
export const events = [NatsDoorOpened, NatsCredentialsRotated, NatsDoorClosed] as const
