import { ChangeClient } from './change-client.ts'
import { EndClientSecret } from './end-client-secret.ts'
import { ClientChanged, ClientRegistered, ClientReinstated, ClientSecretEnded, ClientSecretRotated, ClientSuspended } from './events.ts'
import { GetClient } from './get-client.ts'
import { ListClients } from './list-clients.ts'
import { RegisterClient } from './register-client.ts'
import { ReinstateClient } from './reinstate-client.ts'
import { RotateClientSecret } from './rotate-client-secret.ts'
import { SuspendClient } from './suspend-client.ts'

export * from './change-client.ts'
export * from './end-client-secret.ts'
export * from './events.ts'
export * from './get-client.ts'
export * from './list-clients.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './register-client.ts'
export * from './reinstate-client.ts'
export * from './rotate-client-secret.ts'
export * from './suspend-client.ts'

export const operations = [
  RegisterClient,
  GetClient,
  ListClients,
  ChangeClient,
  RotateClientSecret,
  EndClientSecret,
  SuspendClient,
  ReinstateClient,
] as const
export const events = [ClientRegistered, ClientChanged, ClientSecretRotated, ClientSecretEnded, ClientSuspended, ClientReinstated] as const
