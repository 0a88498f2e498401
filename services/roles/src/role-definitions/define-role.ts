import { NoSuchNetwork } from '@nlc/contracts/membership'
import { CodeOfWrongKind, DefineRole, MinutesAndSchoolTimeDiffer, RoleCodeTaken, RoleDefined } from '@nlc/contracts/roles'
import { findNetwork } from '@nlc/known'
import { handle, newId } from '@nlc/runtime'
import { mayManageNetwork } from '../standing.ts'
import { onlyNationalBody } from './only-national-body.ts'
import { readRole } from './read-roles.ts'
import { minutesFitSchoolTime, RoleDefinition } from './role-definition.ts'

export const defineRole = handle(
  DefineRole,
  async ({ networkId, code, ...terms }, { em, sql: db, caller, today, emit, fail }) => {
    if (networkId === undefined) onlyNationalBody(caller)
    else {
      const network = (await findNetwork(db, networkId)) ?? fail(NoSuchNetwork)
      if (!(await mayManageNetwork(db, caller, today, network.id))) fail(NoSuchNetwork)
    }
    if (code.startsWith('x-') !== (networkId !== undefined)) fail(CodeOfWrongKind)
    if (!minutesFitSchoolTime(terms)) fail(MinutesAndSchoolTimeDiffer)

    const definition = new RoleDefinition()
    Object.assign(definition, { id: newId(), networkId: networkId ?? null, code, state: 'in-use' })
    definition.describe(terms)
    em.persist(definition)
    await em.flush()
    const role = await readRole(db, definition.id)
    emit(RoleDefined, { roleId: role.id, role })
    return role
  },
  { constraints: { role_definition_one_code: RoleCodeTaken } },
)
