/** An upload that was broken off, and went on, may be cut anywhere: what is imported is the file. */
import { GetRegisterImport, StartRegisterImport } from '@nlc/contracts/membership'
import { testService } from '@nlc/testing'
import { expect, test, vi } from 'vitest'
import { nationalBody } from '../../test/register-under-test.ts'
import { membership as service } from '../service.ts'
import { establishmentsCsv, fictionalSchools, inWindows1252 } from './fixtures.ts'

const membership = testService(service)

test('a file that came in pieces smaller than its first line is read as a whole', async () => {
  const as = await nationalBody()
  const bytes = inWindows1252(establishmentsCsv(fictionalSchools(3)))
  const headers = { authorization: `Bearer ${as}`, 'tus-resumable': '1.0.0' }
  const begun = await fetch(`${membership.url}/v1/register-files`, {
    method: 'POST',
    headers: { ...headers, 'upload-length': String(bytes.length), 'upload-metadata': `filetype ${btoa('text/csv')}` },
  })
  const fileId = begun.headers.get('location')!.split('/').at(-1)!
  for (let offset = 0; offset < bytes.length; offset += 300) {
    const { status } = await fetch(`${membership.url}/v1/register-files/${fileId}`, {
      method: 'PATCH',
      headers: { ...headers, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
      body: new Uint8Array(bytes.subarray(offset, offset + 300)),
    })
    expect(status).toBe(204)
  }

  const { id: importId } = await membership.ask(StartRegisterImport, { fileId, kind: 'establishments', extractedOn: '2026-01-01' }, { as })
  const ended = () => membership.ask(GetRegisterImport, { importId }, { as })
  await vi.waitFor(async () => expect((await ended()).state).not.toMatch(/queued|running/), { timeout: 20_000, interval: 10 })
  expect(await ended()).toMatchObject({ state: 'done', rowsCreated: 3, rowsRefused: 0 })
})
