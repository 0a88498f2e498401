import { NoSuchRole, RoleRetired } from '@nlc/contracts/roles'
import type { Fail, Sql } from '@nlc/runtime'
import { findRole, type Role } from '../role-definitions/read-roles.ts'

/** What these codes mean in a network; each is in use. */
export async function requireRoles(
  db: Sql,
  fail: Fail<typeof NoSuchRole | typeof RoleRetired>,
  networkId: string,
  codes: readonly string[],
): Promise<Role[]> {
  const roles: Role[] = []
  for (const code of codes) {
    const role = (await findRole(db, networkId, code)) ?? fail(NoSuchRole, { detail: `There is no ${code} in this network.` })
    if (role.state === 'retired') fail(RoleRetired, { detail: `Nobody is appointed as ${code} any more.` })
    roles.push(role)
  }
  return roles
}
