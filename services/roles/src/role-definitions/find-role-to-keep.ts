import { type EntityManager, LockMode } from '@mikro-orm/postgresql'
import { type Caller, isNationalBody, type Sql } from '@nlc/runtime'
import { holds, mayManageNetwork, seesNetwork } from '../standing.ts'
import { onlyNationalBody } from './only-national-body.ts'
import { RoleDefinition } from './role-definition.ts'

/**
 * A role that the caller keeps: the national body's list, a co-leader's network's own. Nothing where it is not in their view.
 * Everybody sees the national list, so that it is not theirs to keep is said.
 */
export async function findRoleToKeep(
  em: EntityManager,
  db: Sql,
  caller: Caller,
  today: string,
  roleId: string,
): Promise<RoleDefinition | undefined> {
  const role = await em.findOne(RoleDefinition, { id: roleId }, { lockMode: LockMode.PESSIMISTIC_WRITE })
  if (!role) return undefined
  if (role.networkId == null) onlyNationalBody(caller)
  return role.networkId == null || (await mayManageNetwork(db, caller, today, role.networkId)) ? role : undefined
}

/** Of the national list, or of a network in the caller's view. */
export async function seesRole(db: Sql, caller: Caller, today: string, { networkId }: { networkId?: unknown }): Promise<boolean> {
  return networkId === undefined || isNationalBody(caller) || (await holds(db, seesNetwork(caller, networkId as string, today)))
}
