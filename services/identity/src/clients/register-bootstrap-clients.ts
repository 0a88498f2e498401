import type { Problem } from '@nlc/contracts/define'
import type { RegisterClient } from '@nlc/contracts/identity'
import { type CommandContext, ConfigError } from '@nlc/runtime'
import type { Settings } from '../config.ts'
import { Client } from './client.ts'
import { register } from './register-client.ts'
import { scopesOfKind } from './scopes-of-kind.ts'

/** The clients of the configuration, where absent: how the first national-body client comes to be. */
export async function registerBootstrapClients(
  { bootstrapClients }: Pick<Settings, 'bootstrapClients'>,
  context: Pick<CommandContext<typeof RegisterClient>, 'em' | 'emit' | 'now'>,
): Promise<void> {
  for (const { id, secret, kind, scopes = scopesOfKind(kind), ...registration } of bootstrapClients) {
    // What the national body has changed since stays as it is.
    if (await context.em.findOne(Client, id)) continue
    const fail = ({ title }: Problem, ..._details: unknown[]): never => {
      throw new ConfigError(`BOOTSTRAP_CLIENTS: ${id}: ${title}`)
    }
    await register(id, secret, { kind, scopes, authMethod: 'client-secret', ...registration }, { ...context, fail })
  }
}
