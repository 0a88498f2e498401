/** What every process can be told, as the operators' guide shows it. */
import { commonConfig, databaseConfig } from '@nlc/runtime'
import type { TProperties } from 'typebox'
import { gatewayConfig } from '../services/gateway/src/config.ts'
import { identityConfig } from '../services/identity/src/config.ts'
import { membershipConfig } from '../services/membership/src/config.ts'
import { recognitionConfig } from '../services/recognition/src/config.ts'
import { rolesConfig } from '../services/roles/src/config.ts'
import { schedulingConfig } from '../services/scheduling/src/config.ts'
import { subscriptionsConfig } from '../services/subscriptions/src/config.ts'

const told: Record<string, TProperties> = {
  'Every process': commonConfig,
  'Every service with a database': databaseConfig,
  'The gateway': gatewayConfig,
  Identity: identityConfig,
  Membership: membershipConfig,
  Roles: rolesConfig,
  Scheduling: schedulingConfig,
  Recognition: recognitionConfig,
  Subscriptions: subscriptionsConfig,
}

export function configurationTable(): string {
  return Object.entries(told)
    .filter(([, schema]) => Object.keys(schema).length > 0)
    .map(([who, schema]) => [`| ${who} is told | default | |`, '| --- | --- | --- |', ...Object.entries(schema).map(row)].join('\n'))
    .join('\n\n')
}

function row([name, schema]: [string, TProperties[string]]): string {
  const { default: fallback, description, enum: values } = schema as { default?: unknown; description?: string; enum?: string[] }
  const optional = (schema as { '~optional'?: boolean })['~optional'] === true
  const shown = fallback !== undefined ? `\`${fallback}\`` : optional ? '' : 'must be given'
  return `| \`${name}\` | ${shown} | ${(description ?? values?.map((value) => `\`${value}\``).join(', ') ?? '').replaceAll('|', '\\|')} |`
}
