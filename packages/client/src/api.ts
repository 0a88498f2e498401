/**
 * The client's types, from the contracts. In the published package this file is written out (build/api-text.ts), so that it
 * needs nothing else and says of each method what the contract says.
 */
import type { AnyOperation, Problem, ServiceContract } from '@nlc/contracts/define'
import type { commonProblems } from '@nlc/contracts/http'
import type { platformProblems } from '@nlc/contracts/platform'
import type { Contracts } from '@nlc/contracts/services'
import type { messageData } from '@nlc/contracts/subscriptions'
import type { Static, TObject, TSchema } from 'typebox'
import type { Declared } from './errors.ts'
import type {
  CommandMethod,
  FollowedQueryMethod,
  PagedQueryMethod,
  QueryMethod,
  StreamMethod,
  UploadMethod,
  VersionedCommandMethod,
  VersionedQueryMethod,
} from './methods.ts'

export type Services = { readonly [S in Contracts as S['name']]: MethodsOf<S> }

/** What `data` is in a mailbox's message of each type. */
export type MessageData = { readonly [T in keyof typeof messageData as `nlc.${T}.v1`]: Static<(typeof messageData)[T]> }

/** Of any operation. */
export type PlatformProblem = DeclaredOf<(typeof platformProblems)[number] | (typeof commonProblems)[number]>

type MethodsOf<S extends ServiceContract> = { readonly [O in S['operations'][number] as CamelCase<O['name']>]: MethodOf<O> }

/** `membership.get-school` → `getSchool`. */
type CamelCase<Name extends string> = Name extends `${string}.${infer Words}` ? Joined<Words> : never
type Joined<Words extends string> = Words extends `${infer First}-${infer Others}` ? `${First}${Capitalize<Joined<Others>>}` : Words

type InputOf<O extends AnyOperation> = Static<O['input']>
type OutputOf<O extends AnyOperation> = O['output'] extends TSchema ? Static<O['output']> : void
type ProblemsOf<O extends AnyOperation> = DeclaredOf<O['problems'][number]> | PlatformProblem
type DeclaredOf<P> = P extends Problem<infer Name, infer Details> ? Declared<Name, number, Static<TObject<Details>>> : never

type MethodOf<O extends AnyOperation> = O extends { kind: 'command' }
  ? O extends { upload: object }
    ? UploadMethod<InputOf<O>, ProblemsOf<O>>
    : O extends { ifMatch: true }
      ? VersionedCommandMethod<InputOf<O>, OutputOf<O>, ProblemsOf<O>>
      : CommandMethod<InputOf<O>, OutputOf<O>, ProblemsOf<O>>
  : O extends { stream: object }
    ? StreamMethod<InputOf<O>, ProblemsOf<O>>
    : QueryMethodOf<InputOf<O>, OutputOf<O>, ProblemsOf<O>>

type QueryMethodOf<Input, Output, P extends Declared<string>> = ['after', 'items' | 'next'] extends [keyof Input, keyof Output]
  ? ['updatedSince', 'updatedUntil'] extends [keyof Input, keyof Output]
    ? FollowedQueryMethod<Input, Output, P>
    : PagedQueryMethod<Input, Output, P>
  : Output extends { version: number }
    ? VersionedQueryMethod<Input, Output, P>
    : QueryMethod<Input, Output, P>
