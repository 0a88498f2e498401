/** Beside the broker, for as long as it runs: makes its streams, and what vendors' doors need of it. */
import { readFile } from 'node:fs/promises'
import { serviceNames } from '../local/services.ts'
import { type KeeperIdentity, keepBroker } from '../nats/keeper.ts'

const url = process.env.NATS_URL ?? 'nats://nats:4222'
const identity = JSON.parse(await readFile('/secrets/keeper.json', 'utf8')) as KeeperIdentity
const log = (sentence: string) => console.log(sentence)

try {
  const keeper = await keepBroker({ url, identity, services: serviceNames, log })
  log(`The streams are there on ${url}.`)
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void keeper.close().then(() => process.exit(0)))
} catch (error) {
  // The broker may only be starting: whoever runs this starts it again.
  console.error(`The broker at ${url} cannot be kept yet: ${(error as Error).message}`)
  process.exit(1)
}
