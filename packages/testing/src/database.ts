import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { migrate, type Service } from '@nlc/runtime'
import pg from 'pg'
import { infrastructure } from './infrastructure.ts'

export interface TestDatabase {
  /** As the service's own role, which owns it and nothing else. */
  readonly url: string
  drop(): Promise<void>
}

/** A database of its own for a test file, as the service's migrations leave it: a copy of a template, made in no time. */
export async function testDatabase(service: Pick<Service, 'contract' | 'migrations'>): Promise<TestDatabase> {
  const role = service.contract.name
  const name = `test_${role}_${randomBytes(6).toString('hex')}`
  await withSuperuser(async (superuser) => {
    const template = await ensureTemplate(superuser, service)
    await superuser.query(`create database ${name} template ${template} owner ${role}`)
    // A setting of a role in a database is not copied with the database.
    await superuser.query(
      `do $$ declare setting text; begin
         for setting in select unnest(setconfig) from pg_db_role_setting join pg_database on oid = setdatabase where datname = '${template}' loop
           execute format('alter role ${role} in database ${name} set %s = %L', split_part(setting, '=', 1), split_part(setting, '=', 2));
         end loop;
       end $$`,
    )
  })
  return {
    url: urlOf(name, role),
    drop: () => withSuperuser(async (superuser) => void (await superuser.query(`drop database ${name} with (force)`))),
  }
}

/** The migrated database that copies are made of: built once for each state of the migrations, by whoever comes first. */
async function ensureTemplate(
  superuser: pg.Client,
  { contract: { name: role }, migrations }: Pick<Service, 'contract' | 'migrations'>,
): Promise<string> {
  const template = `template_${role}_${await fingerprint(migrations)}`
  await superuser.query('select pg_advisory_lock(hashtext($1))', [template])
  try {
    const { rowCount } = await superuser.query('select from pg_database where datname = $1', [template])
    if (rowCount) return template
    const password = superuser.escapeLiteral(new URL(infrastructure().postgresUrl).password)
    await superuser.query(`do $$ begin create role ${role} login password ${password}; exception when duplicate_object then end $$`)
    const draft = `${template}_draft`
    await superuser.query(`drop database if exists ${draft} with (force)`)
    await superuser.query(`create database ${draft} owner ${role}`)
    await migrate(urlOf(draft, role), migrations)
    await superuser.query(`alter database ${draft} rename to ${template}`)
    return template
  } finally {
    await superuser.query('select pg_advisory_unlock(hashtext($1))', [template])
  }
}

async function fingerprint(folders: readonly URL[]): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of folders)
    for (const file of (await readdir(folder)).sort()) hash.update(file).update(await readFile(new URL(file, folder)))
  return hash.digest('hex').slice(0, 16)
}

function urlOf(database: string, user: string): string {
  const url = new URL(infrastructure().postgresUrl)
  url.pathname = `/${database}`
  url.username = user
  return url.href
}

async function withSuperuser<T>(use: (superuser: pg.Client) => Promise<T>): Promise<T> {
  const superuser = new pg.Client({ connectionString: infrastructure().postgresUrl })
  await superuser.connect()
  try {
    return await use(superuser)
  } finally {
    await superuser.end()
  }
}
