/** Resumable uploads (tus 1.0) into the service's own Postgres, in chunks that are committed before their offset is acknowledged. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Readable } from 'node:stream'
import { DataStore, type Upload as TusUpload, Upload } from '@tus/utils'
import { sql } from 'kysely'
import type { Caller } from './caller.ts'
import type { Sql } from './handle.ts'

const chunkBytes = 256 * 1024

export interface StoredUpload {
  readonly id: string
  readonly operation: string
  /** Of the whole, in bytes. */
  readonly length: number
  /** How much of it is there. */
  readonly offset: number
  readonly complete: boolean
  readonly client: string
  readonly person: string | undefined
  readonly metadata: Record<string, string | null>
}

export async function findUpload(db: Sql, id: string): Promise<StoredUpload | undefined> {
  const { rows } = await sql<{
    id: string
    operation: string
    length: number
    offset: number
    client: string
    person: string | null
    metadata: Record<string, string | null>
  }>`
    select id, operation, length, "offset", client, person, metadata from upload where id = ${id}`.execute(db)
  const [row] = rows
  return row && { ...row, person: row.person ?? undefined, complete: row.offset === row.length }
}

/**
 * How much is read at once: bytes come as text of twice their size, and what is larger than a hundred kilobytes is collected late. So a
 * file of any size takes the same little memory.
 */
const readBytes = 48 * 1024

/** The bytes from `from` on, a piece at a time; never the whole in memory. */
export async function* readUpload(db: Sql, id: string, from = 0): AsyncIterable<Buffer> {
  for (let at = from; ; ) {
    const { rows } = await sql<{ bytes: Buffer }>`
      select substring(bytes from (${at}::bigint - "offset" + 1)::int for ${readBytes}) as bytes from upload_chunk
      where upload_id = ${id} and "offset" <= ${at} order by "offset" desc limit 1`.execute(db)
    const [row] = rows
    if (!row || row.bytes.length === 0) return
    yield row.bytes
    at += row.bytes.length
  }
}

/** Whose request is being served: an upload belongs to who began it. */
export const uploader = new AsyncLocalStorage<Caller>()

export class PostgresStore extends DataStore {
  readonly #db: Sql
  readonly #operation: string

  constructor(db: Sql, operation: string) {
    super()
    this.#db = db
    this.#operation = operation
    this.extensions = ['creation', 'creation-with-upload', 'termination']
  }

  override async create(upload: TusUpload): Promise<TusUpload> {
    const caller = uploader.getStore()!
    await sql`
      insert into upload (id, operation, client, person, length, metadata)
      values (${upload.id}, ${this.#operation}, ${caller.client}, ${caller.person ?? null}, ${upload.size!}, ${JSON.stringify(upload.metadata ?? {})}::jsonb)`.execute(
      this.#db,
    )
    return upload
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    let at = offset
    let held: Buffer[] = []
    let size = 0
    let failure: unknown
    const store = async () => {
      if (size === 0) return
      const bytes = Buffer.concat(held)
      held = []
      size = 0
      try {
        await this.#append(id, at, bytes)
      } catch (cause) {
        failure = cause
        throw cause
      }
      at += bytes.length
    }
    try {
      for await (const part of stream as AsyncIterable<Buffer>) {
        held.push(part)
        size += part.length
        if (size >= chunkBytes) await store()
      }
    } catch {
      if (failure) throw failure
      // Cut off on the way: what has arrived is kept, and the client goes on from there.
    }
    await store()
    return at
  }

  async #append(id: string, at: number, bytes: Buffer): Promise<void> {
    const { rows } = await sql`
      with moved as (update upload set "offset" = "offset" + ${bytes.length} where id = ${id} and "offset" = ${at} and "offset" + ${bytes.length} <= length returning id)
      insert into upload_chunk (upload_id, "offset", bytes) select id, ${at}, ${bytes} from moved returning true`.execute(this.#db)
    if (rows.length === 0) throw { status_code: 409, body: 'The offset is not where the upload stands.' }
  }

  override async getUpload(id: string): Promise<TusUpload> {
    const found = await findUpload(this.#db, id)
    if (!found || found.operation !== this.#operation) throw { status_code: 404, body: 'There is no such upload.' }
    return new Upload({ id, size: found.length, offset: found.offset, metadata: found.metadata })
  }

  override async remove(id: string): Promise<void> {
    await sql`delete from upload where id = ${id}`.execute(this.#db)
  }
}
