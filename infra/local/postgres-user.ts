/** Postgres refuses to run as root. There it runs as the system user `postgres`, which is made when there is none. */
import { execFile } from 'node:child_process'
import { chown, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { Fault } from './fault.ts'

const run = promisify(execFile)

export interface Unprivileged {
  readonly ids?: { readonly uid: number; readonly gid: number }
  run(command: string, args: string[]): { command: string; args: string[]; user?: { uid: number; gid: number } }
  makeFolder(folder: string): Promise<void>
}

/** @param program and @param folder are what that user must be able to reach. */
export async function asPostgresUser(program: string, folder: string): Promise<Unprivileged> {
  if (process.getuid?.() !== 0) {
    return { run: (command, args) => ({ command, args }), makeFolder: async (made) => void (await mkdir(made, { mode: 0o700 })) }
  }
  const ids = await idsOf('postgres').catch(async () => {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'])
    return await idsOf('postgres')
  })
  const makeFolder = async (made: string) => {
    await mkdir(made, { mode: 0o700 })
    await chown(made, ids.uid, ids.gid)
  }
  const reach = ['-c', 'test -x "$1" && cd "$2"', 'sh', program, dirname(folder)]
  const directly: Unprivileged = { ids, makeFolder, run: (command, args) => ({ command, args, user: ids }) }
  if (await succeeds(directly, reach)) return directly

  // Under root's own home (mode 700) that user sees nothing. It is lent root's right to look into folders, and no other.
  const capability = '+dac_read_search'
  const lent = [`--reuid=${ids.uid}`, `--regid=${ids.gid}`, '--clear-groups', `--inh-caps=${capability}`, `--ambient-caps=${capability}`]
  const withRight: Unprivileged = { ids, makeFolder, run: (command, args) => ({ command: 'setpriv', args: [...lent, command, ...args] }) }
  if (await succeeds(withRight, reach)) return withRight
  throw new Fault(
    `Postgres cannot run as root, and its user "postgres" cannot reach ${dirname(folder)} or ${program}. Work in a folder that everybody may enter (not under /root), or run as an ordinary user.`,
  )
}

async function idsOf(user: string): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (which) => Number((await run('id', [which, user])).stdout)))
  return { uid: uid as number, gid: gid as number }
}

async function succeeds(unprivileged: Unprivileged, shellArgs: string[]): Promise<boolean> {
  const { command, args, user } = unprivileged.run('/bin/sh', shellArgs)
  return await run(command, args, { ...user, cwd: '/' }).then(
    () => true,
    () => false,
  )
}
