/** A service that knows what membership says, and does nothing else. */
import { service } from '@nlc/contracts/define'
import { defineService } from '@nlc/runtime'
import { entities, migrations, reactions } from '../src/index.ts'

const contract = service('roles', { summary: 'Knows what membership says.', operations: [], events: [] })
export const bareService = defineService(contract, { migrations: [migrations], entities, handlers: [], reactions })
