/**
 * 300 endpoints of which 100 take what comes and never answer: what the other 200 feel of it, beside the same without a message
 * for the hundred, and beside a hundred that answer.
 */
import { compareAll } from './comparison.ts'
import type { Options } from './options.ts'
import { allTaken, latencies, withWebhookPeers } from './webhook-peers.ts'

const rate = 200
const others = 200
const hundred = 100

export const measure = ({ rounds, seconds }: Options): Promise<void> =>
  withWebhookPeers([], async ({ startReceiver, startSubscriptions }) => {
    const { receiver, ports } = await startReceiver(others)
    const hanging = (await startReceiver(hundred, { HANGING: 'yes' })).ports
    const answering = (await startReceiver(hundred)).ports
    // In each round a hundred that nobody knows yet to hang, beside those of the rounds before, which are tried again.
    const NEIGHBOURS = JSON.stringify([answering, ...Array.from({ length: rounds }, () => hanging)])
    const ours = await startSubscriptions(ports, { NEIGHBOURS })
    await allTaken(receiver, ours, others)

    let round = 0
    const run = (neighbours: () => number) => () => latencies(receiver, ours, { rate, seconds, neighbours: neighbours() })
    await compareAll({
      work: `commit → webhook received by ${others} endpoints, ${rate} messages/s`,
      unit: 'ms',
      measures: ['p50', 'p99'],
      ours: { name: `beside ${hundred} that hang`, run: run(() => ++round) },
      beside: [
        { name: 'alone', run: run(() => -1) },
        { name: `beside ${hundred} that answer`, run: run(() => 0) },
      ],
      rounds,
    })
  })
