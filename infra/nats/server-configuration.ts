/** The NATS server's configuration file: the same on one machine, in tests and in containers. */
export function serverConfiguration({
  host,
  port,
  store,
  accounts,
  trust,
}: {
  host: string
  port: number
  /** The folder that JetStream keeps streams in. */
  store: string
  /** The folder that it keeps accounts in, as they were last brought: what was revoked stays so when it is started again. */
  accounts: string
  trust: string
}): string {
  return `host: ${host}
port: ${port}
server_name: nlc
# A user's signed permissions travel in the line that connects; the default of 4 KiB does not hold them.
max_control_line: 65536
jetstream: {
  store_dir: ${JSON.stringify(store)}
  max_memory_store: 256MB
  max_file_store: 10GB
}
resolver: { type: full, dir: ${JSON.stringify(accounts)}, allow_delete: false, interval: "2m" }
${trust}`
}
