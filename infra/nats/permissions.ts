/**
 * What each service may say and hear on the bus, in one place. The broker enforces it: a service that is broken into
 * speaks only as itself, reads only its own replies, and cannot ask another service for anything.
 *
 * A broker's wildcard is a whole token (`evt-*` would not match), so streams are listed by name.
 */
export interface SubjectPermissions {
  readonly publish: readonly string[]
  readonly subscribe: readonly string[]
}

/** `services`: every service of the system, the gateway included. */
export function permissionsOf(service: string, services: readonly string[]): SubjectPermissions {
  if (service === OPERATIONS) return operate
  const isGateway = service === 'gateway'
  const sources = services.filter((name) => name !== 'gateway').map(streamOf)
  return {
    publish: [
      // Only the gateway speaks for callers. The others reach what every service has built in: the history of its
      // events, and the address of its own HTTP server.
      ...(isGateway ? ['ask.>'] : ['ask.*.events', 'ask.*.address']),
      '_INBOX.>', // replies go to whoever asked
      ...(isGateway ? [] : publishEvents(service)),
      '$JS.API.INFO',
      '$JS.API.STREAM.NAMES',
      ...sources.map((stream) => `$JS.API.STREAM.INFO.${stream}`),
      ...sources.flatMap((stream) => consume(stream, service)),
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

/**
 * Into its own stream, which it makes itself; a nudge tells its relay that there is something to publish. The broker looks
 * at the stream's name, not at what is asked for it: a service that is broken into could have its stream catch subjects of
 * others. Against that, streams would have to be made by somebody else.
 */
function publishEvents(service: string): string[] {
  const stream = streamOf(service)
  return [`evt.${service}.>`, `nudge.${service}`, `$JS.API.STREAM.CREATE.${stream}`, `$JS.API.STREAM.UPDATE.${stream}`]
}

/** One durable consumer of a stream, named after the service that reads it. */
function consume(stream: string, service: string): string[] {
  return [
    `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.${service}`, // as clients ask a server before 2.9
    `$JS.API.CONSUMER.CREATE.${stream}.${service}`,
    `$JS.API.CONSUMER.CREATE.${stream}.${service}.>`, // with a filter subject
    `$JS.API.CONSUMER.INFO.${stream}.${service}`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.${service}`,
    `$JS.ACK.${stream}.${service}.>`,
  ]
}
