import { type Scope, scopes } from '@nlc/contracts/define'
import type { ClientKind } from '@nlc/runtime'

const nationalBodyOnly: readonly Scope[] = ['register:write', 'clients:write', 'national-body']
/** Vendors read, and keep staff lists true; networks are joined, roles are given, calendars and portfolios are kept and data is shared by people, through an integrator. */
const notForVendors: readonly Scope[] = ['networks:write', 'sharing:write', 'roles:write', 'scheduling:write', 'recognition:write']
const refused: Record<ClientKind, readonly Scope[]> = {
  'national-body': [],
  integrator: nationalBodyOnly,
  'mis-vendor': [...nationalBodyOnly, ...notForVendors],
}

/** What a client of a kind may be given. */
export const scopesOfKind = (kind: ClientKind): Scope[] =>
  (Object.keys(scopes) as Scope[]).filter((scope) => !refused[kind].includes(scope))
