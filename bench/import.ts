/** The register of 50,000 rows, uploaded and imported through the gateway; beside it `COPY` of the same file into a bare table. */

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { establishmentColumns } from '../services/membership/src/register-imports/fixtures.ts'
import { compare } from './comparison.ts'
import type { Options } from './options.ts'
import { importRegister, registerFile, startMeasured } from './system.ts'

const rows = 50_000

export async function measure({ rounds }: Options): Promise<void> {
  const measured = await startMeasured()
  const client = new pg.Client({ connectionString: measured.system.postgresUrl('membership') })
  await client.connect()
  try {
    const file = registerFile(rows)
    await client.query(`create table copied (${establishmentColumns.map((column) => `${pg.escapeIdentifier(column)} text`).join(', ')})`)
    console.error(`${rows} rows, ${(file.length / 1e6).toFixed(1)} MB`)
    await compare({
      work: `import of the register, ${rows} rows`,
      unit: 's',
      ours: {
        name: 'upload and import through the gateway',
        run: async () => {
          await forgetSchools(client)
          const { upload, run } = await importRegister(measured, file)
          console.error(`  upload ${upload.toFixed(2)} s, import ${run.toFixed(2)} s`)
          return upload + run
        },
      },
      beside: [
        {
          name: 'COPY of the same file',
          run: async () => {
            await client.query('truncate copied')
            const began = performance.now()
            await pipeline(Readable.from([file]), client.query(copyFrom(`copy copied from stdin (format csv, header, encoding 'WIN1252')`)))
            return (performance.now() - began) / 1000
          },
        },
      ],
      rounds,
    })
  } finally {
    await client.end()
    await measured.stop()
  }
}

/** So that each round imports into an empty register, and nothing is passed over as read before. */
async function forgetSchools(client: pg.Client): Promise<void> {
  await client.query('truncate school, school_history, school_as_read, register_import cascade')
}
