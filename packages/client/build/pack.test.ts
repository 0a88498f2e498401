/** What is published: that it compiles for whoever installs it, and says what the contracts say. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { services } from '@nlc/contracts/services'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiVersion, operations } from '../src/operations.ts'
import { pack, stage } from './pack.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../..', import.meta.url))
const client = join(root, 'packages/client')
const types = join(root, 'node_modules/@types')
let folder: string
let tarball: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nlc-pack-'))
  tarball = await pack(folder)
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await mkdir(join(folder, 'node_modules/@nlc/client'), { recursive: true })
  await run('tar', ['xzf', tarball, '--strip-components=1', '-C', join(folder, 'node_modules/@nlc/client')])
}, 120_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** @returns what the compiler holds against it. */
async function compile(name: string, text: string, options: object): Promise<string> {
  await writeFile(join(folder, `${name}.ts`), text)
  const compilerOptions = { target: 'es2022', module: 'nodenext', strict: true, noEmit: true, types: [], typeRoots: [types], ...options }
  await writeFile(join(folder, `${name}.json`), JSON.stringify({ compilerOptions, files: [`${name}.ts`] }))
  const compiler = join(client, 'node_modules/typescript/lib/tsc.js')
  return run(process.execPath, [compiler, '-p', join(folder, `${name}.json`)]).then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  )
}

const installed = async (file: string) => readFile(join(folder, 'node_modules/@nlc/client', file), 'utf8')

test('it is small, and needs nothing', async () => {
  expect((await stat(tarball)).size).toBeLessThan(1_000_000)
  const manifest = JSON.parse(await installed('package.json'))
  expect(manifest).toMatchObject({ name: '@nlc/client', type: 'module', engines: { node: '>=20' } })
  expect(manifest.dependencies).toBeUndefined()
  expect(manifest.private).toBeUndefined()
  for (const file of ['dist/index.js', 'dist/operations.js', 'dist/api.d.ts']) expect(await installed(file)).not.toMatch(/typebox|@nlc\//)
})

test('its version follows the API’s in what a client can feel', () => {
  const feature = (version: string) => version.split('.').slice(0, 2)
  return installed('package.json').then((text) => expect(feature(JSON.parse(text).version)).toEqual(feature(apiVersion)))
})

test('it has every operation of every service, once', async () => {
  const { createClient } = await import(join(folder, 'node_modules/@nlc/client/dist/index.js'))
  const made = createClient({ baseUrl: 'https://api.example.org', accessToken: 't' })
  const declared = services.flatMap((service) => service.operations.map(({ name }) => name))
  expect(operations).toHaveLength(declared.length)
  expect(new Set(operations.map(({ service, name }) => `${service}.${name}`)).size).toBe(declared.length)
  for (const { service, name } of operations) expect(made[service][name], `${service}.${name}`).toBeTypeOf('function')
})

test('it is for programs with Node’s types, and with a browser’s', async () => {
  const program = `
    import { createClient, type Api, type MailboxMessage, ProblemError } from '@nlc/client'
    import { webhookVerifier } from '@nlc/client/webhooks'
    const client = createClient({ baseUrl: 'https://api.example.org', clientId: 'us', clientSecret: 'secret' })
    const school = await client.membership.getSchool({ urn: '900001' })
    const version: number = school.version
    // @ts-expect-error: there is no such field.
    school.nickname
    try {
      await client.membership.endEmployment({ employmentId: 'e', lastDay: '2026-08-31', reason: 'left' }, { ifVersion: version })
    } catch (error) {
      if (client.membership.endEmployment.refused(error) && error.name === 'employment-has-ended') {
        const day: string = error.details.lastDay
        const status: 409 = error.status
      } else if (!(error instanceof ProblemError)) throw error
    }
    const event = webhookVerifier({ secrets: [] }).verify('', {})
    if (event.type === 'nlc.webhook.challenge.v1') event.data.challenge satisfies string
    const message = {} as MailboxMessage
    if (message.type === 'nlc.person.merged.v1') message.data.intoPersonId satisfies string
    export const person = {} as Api.Person
  `
  expect(await compile('node', program, { types: ['node'] })).toBe('')
  expect(await compile('browser', program, { lib: ['es2022', 'dom', 'dom.iterable'] })).toBe('')
}, 120_000)

test('its types are the contracts’, operation by operation', async () => {
  const names = operations.map(({ service, name }) => `['${service}']['${name}']`)
  await stage(join(folder, 'staged'))
  const program = `
    import type { MessageData as Written, Services as WrittenServices } from './staged/api.ts'
    import type { MessageData, Services } from '${join(client, 'src/api.ts')}'
    type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : [A, 'is more than', B]) : [A, 'is not', B]
    type Called<M> = M extends (...given: infer Given) => Promise<infer Answer> ? [Given[0], Answer] : never
    type Refused<M> = M extends { refused(error: unknown): error is infer E } ? (E extends { name: infer N; details: infer D } ? [N, D] : never) : never
    type Lists<M> = [M extends { each: unknown } ? 'paged' : 'not', M extends { changes: unknown } ? 'followed' : 'not']
    const messages: Same<Written, MessageData> = true
    ${names
      .map(
        (name, index) => `
    const called${index}: Same<Called<WrittenServices${name}>, Called<Services${name}>> = true
    const refused${index}: Same<Refused<WrittenServices${name}>, Refused<Services${name}>> = true
    const lists${index}: Same<Lists<WrittenServices${name}>, Lists<Services${name}>> = true`,
      )
      .join('')}
  `
  const options = { types: ['node'], allowImportingTsExtensions: true, skipLibCheck: true, lib: ['es2024', 'esnext.iterator'] }
  expect(await compile('parity', program, options)).toBe('')
}, 120_000)
