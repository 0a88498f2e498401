/**
 * What each service may say and hear on the bus, in one place. The broker enforces it: a service that is broken into
 * speaks only as itself, reads only its own replies, and cannot ask another service for anything.
 *
 * A broker's wildcard is a whole token (`evt-*` would not match), so streams are listed by name.
 */
import { MAILBOXES } from './vendors.ts'

export interface SubjectPermissions {
  readonly publish: readonly string[]
  readonly subscribe: readonly string[]
}

/** `services`: every service of the system, the gateway included. */
export function permissionsOf(service: string, services: readonly string[]): SubjectPermissions {
  if (service === OPERATIONS) return operate
  if (service === KEEPER) return keep(services)
  const isGateway = service === 'gateway'
  const sources = services.filter((name) => name !== 'gateway').map(streamOf)
  return {
    publish: [
      // Only the gateway speaks for callers. The others reach what every service has built in: the history of its
      // events, and the address of its own HTTP server.
      ...(isGateway ? ['ask.>'] : ['ask.*.events', 'ask.*.address']),
      '_INBOX.>', // replies go to whoever asked
      // Into its own stream; a nudge tells its relay that there is something to publish.
      ...(isGateway ? [] : [`evt.${service}.>`, `nudge.${service}`]),
      ...(service === 'subscriptions' ? fillMailboxes : []),
      '$JS.API.INFO',
      '$JS.API.STREAM.NAMES',
      ...sources.map((stream) => `$JS.API.STREAM.INFO.${stream}`),
      ...sources.flatMap((stream) => consume(stream, service)),
      `${FOLLOW}.${service}`,
      // The newest event by subject: keys and suspensions, as a service needs them when it starts.
      `$JS.API.STREAM.MSG.GET.${streamOf('identity')}`,
      `$JS.API.DIRECT.GET.${streamOf('identity')}`,
      `$JS.API.DIRECT.GET.${streamOf('identity')}.>`,
    ],
    subscribe: [
      `ask.${service}.> ${service}`, // the second word is the queue group: instances share the work, none overhears
      `_INBOX.${service}.>`,
      `nudge.${service}`,
      'evt.identity.>',
    ],
  }
}

/** Whoever runs the system, by hand: looks at streams and mends them; hears events, says none, and asks nothing. */
export const OPERATIONS = 'operations'
const operate: SubjectPermissions = { publish: ['$JS.API.>', '$JS.ACK.>'], subscribe: ['_INBOX.operations.>', 'evt.>'] }

/** The stream that holds the events of a service. */
export function streamOf(service: string): string {
  return `evt-${service}`
}

/** Who makes streams and consumers, and carries to the server which vendors' credentials are void. */
export const KEEPER = 'keeper'
export const REVOKE = 'keeper.revoke'
export const MAKE_DURABLE = 'keeper.make-durable'
/** With the name of the service that asks behind it. */
export const FOLLOW = 'keeper.follow'
const keep = (services: readonly string[]): SubjectPermissions => ({
  publish: [
    '$JS.API.STREAM.NAMES',
    ...[...services.filter((name) => name !== 'gateway').map(streamOf), MAILBOXES].flatMap((stream) =>
      ['INFO', 'CREATE', 'UPDATE'].map((verb) => `$JS.API.STREAM.${verb}.${stream}`),
    ),
    `$JS.API.CONSUMER.CREATE.${MAILBOXES}.*.>`,
    ...services.filter((name) => name !== 'gateway').map((name) => `$JS.API.CONSUMER.CREATE.${streamOf(name)}.*`),
    ...services.map((name) => `_INBOX.${name}.>`),
  ],
  subscribe: ['_INBOX.keeper.>', 'keeper.> keeper'],
})
/** In the account that the server reports to: the operator's signature decides what of it counts. */
export const permissionsOfKeeperInSystem = (vendors: string): SubjectPermissions => ({
  publish: ['$SYS.REQ.CLAIMS.UPDATE', '$SYS.REQ.CLAIMS.LIST', `$SYS.REQ.ACCOUNT.${vendors}.CLAIMS.LOOKUP`],
  subscribe: ['_INBOX.keeper.>'],
})

/** Messages into the stream that vendors read, and out with what must not be read any more. */
const fillMailboxes: readonly string[] = [
  'mailbox.*',
  `$JS.API.STREAM.INFO.${MAILBOXES}`,
  `$JS.API.STREAM.PURGE.${MAILBOXES}`,
  `$JS.API.STREAM.MSG.GET.${MAILBOXES}`,
  `$JS.API.CONSUMER.INFO.${MAILBOXES}.*`,
  `$JS.API.CONSUMER.DELETE.${MAILBOXES}.*`,
  REVOKE,
  MAKE_DURABLE,
]

/**
 * One durable consumer of a stream, named after the service that reads it. The keeper makes it: whoever makes one says to which
 * subject it delivers, and could have the broker say what others may say alone.
 */
function consume(stream: string, service: string): string[] {
  return [`$JS.API.CONSUMER.INFO.${stream}.${service}`, `$JS.API.CONSUMER.MSG.NEXT.${stream}.${service}`, `$JS.ACK.${stream}.${service}.>`]
}
