/** The API of the networked learning communities, for programs. */
export type * as Api from './api.ts'
export { type ActingOptions, type Client, type ClientOptions, createClient } from './client.ts'
export {
  type AnyProblem,
  type Declared,
  type DeclaredProblem,
  NoAnswerError,
  ProblemError,
  type Refusal,
  TokenError,
  UnexpectedAnswerError,
} from './errors.ts'
export type { SigningKey } from './jwt.ts'
export { type FollowMailboxOptions, type MailboxGap, MailboxGapError } from './mailbox.ts'
export type { WebhookChallenge, WebhookEvent, WebhookTest } from './messages.ts'
export { isWithheld, type MailboxMessage, type MessageOf, numberOf, type ShownMessage, type WithheldMessage } from './messages.ts'
export type * from './methods.ts'
export { apiVersion } from './operations.ts'
export type { RetryPolicy } from './retry.ts'
export { type EventStreamOptions, type ServerSentEvent, serverSentEvents } from './server-sent-events.ts'
export { WebhookError, type WebhookFault, type WebhookKeys, type WebhookVerifier, webhookVerifier } from './webhooks.ts'
