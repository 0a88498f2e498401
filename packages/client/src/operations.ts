/** Every operation of every service, from the contracts. In the published package this file is what was computed here. */
import type { AnyOperation } from '@nlc/contracts/define'
import { version } from '@nlc/contracts/documents'
import { commonProblems, isPaged } from '@nlc/contracts/http'
import { platformProblems as ofPlatform } from '@nlc/contracts/platform'
import { services } from '@nlc/contracts/services'
import type { Operation } from './operation.ts'

/** `membership.get-school` → `getSchool`. */
const methodName = (contract: string): string =>
  contract.slice(contract.indexOf('.') + 1).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

export function operationOf(operation: AnyOperation): Operation {
  return {
    service: operation.name.slice(0, operation.name.indexOf('.')),
    name: methodName(operation.name),
    kind: operation.kind,
    verb: operation.method,
    path: operation.path,
    paged: isPaged(operation),
    versioned: operation.versioned,
    ifMatch: operation.kind === 'command' && operation.ifMatch,
    ...(operation.kind === 'command' && operation.upload && { upload: operation.upload }),
    ...(operation.kind === 'query' && operation.stream && { stream: operation.stream.produces }),
    problems: operation.problems.map(({ name }) => name),
  }
}

export const operations: readonly Operation[] = services.flatMap((service) => service.operations.map(operationOf))

/** Names of the problems that any operation can answer. */
export const platformProblems: readonly string[] = [...ofPlatform, ...commonProblems].map(({ name }) => name)

/** Of the API that these operations are of. */
export const apiVersion: string = version
