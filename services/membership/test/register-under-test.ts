/** For tests: files of the register on their way into membership. */
import type { InputOf } from '@nlc/contracts/define'
import { GetRegisterImport, ListRegisterRefusals, StartRegisterImport } from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { type ServiceUnderTest, token } from '@nlc/testing'
import { expect, vi } from 'vitest'
import { inWindows1252 } from '../src/register-imports/fixtures.ts'

const client = newId()
export const nationalBody = () => token({ client, kind: 'national-body', scopes: ['register:read', 'register:write', 'national-body'] })
export const integrator = () => token({ scopes: ['register:read'] })

/** Uploads in one piece; answers the file's id. */
export async function upload(service: ServiceUnderTest, file: Buffer | Iterable<string>, as?: string): Promise<string> {
  const bytes = Buffer.isBuffer(file) ? file : inWindows1252(file)
  const response = await fetch(`${service.url}/v1/register-files`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${as ?? (await nationalBody())}`,
      'tus-resumable': '1.0.0',
      'upload-length': String(bytes.length),
      'upload-metadata': `filetype ${Buffer.from('text/csv').toString('base64')}`,
      'content-type': 'application/offset+octet-stream',
    },
    body: new Uint8Array(bytes),
  })
  if (response.status !== 201) throw new Error(`The upload was refused: ${response.status} ${await response.text()}`)
  return response.headers.get('location')!.split('/').at(-1)!
}

export async function startImport(
  service: ServiceUnderTest,
  file: Buffer | Iterable<string>,
  asked: Pick<InputOf<typeof StartRegisterImport>, 'extractedOn'> & Partial<Pick<InputOf<typeof StartRegisterImport>, 'kind'>>,
) {
  const as = await nationalBody()
  return service.ask(StartRegisterImport, { kind: 'establishments', ...asked, fileId: await upload(service, file, as) }, { as })
}

/** To its end, or to where it waits for approval. */
export async function importFile(...[service, ...file]: Parameters<typeof startImport>) {
  const { id: importId } = await startImport(service, ...file)
  const as = await nationalBody()
  const settled = async () => expect((await service.ask(GetRegisterImport, { importId }, { as })).state).not.toMatch(/queued|running/)
  await vi.waitFor(settled, { timeout: 120_000, interval: 10 })
  // What follows from it is settled.
  await service.idle()
  return service.ask(GetRegisterImport, { importId }, { as })
}

export async function refusalsOf(service: ServiceUnderTest, importId: string) {
  return (await service.ask(ListRegisterRefusals, { importId, limit: 200 }, { as: await nationalBody() })).items
}
