import { ChangeWebhook } from './change-webhook.ts'
import {
  WebhookChallengeFailed,
  WebhookChanged,
  WebhookDegraded,
  WebhookDisabled,
  WebhookKeyRotated,
  WebhookRecovered,
  WebhookRegistered,
  WebhookRemoved,
  WebhookResumed,
  WebhookVerified,
} from './events.ts'
import { GetWebhook } from './get-webhook.ts'
import { ListWebhookAttempts } from './list-webhook-attempts.ts'
import { ListWebhookKeys } from './list-webhook-keys.ts'
import { RegisterWebhook } from './register-webhook.ts'
import { RemoveWebhook } from './remove-webhook.ts'
import { ResumeWebhook } from './resume-webhook.ts'
import { RotateWebhookKey } from './rotate-webhook-key.ts'
import { SendTestMessage } from './send-test-message.ts'
import { VerifyWebhook } from './verify-webhook.ts'

export * from './change-webhook.ts'
export * from './events.ts'
export * from './get-webhook.ts'
export * from './list-webhook-attempts.ts'
export * from './list-webhook-keys.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './register-webhook.ts'
export * from './remove-webhook.ts'
export * from './resume-webhook.ts'
export * from './rotate-webhook-key.ts'
export * from './send-test-message.ts'
export * from './verify-webhook.ts'

export const operations = [
  RegisterWebhook,
  GetWebhook,
  ChangeWebhook,
  RemoveWebhook,
  VerifyWebhook,
  ResumeWebhook,
  SendTestMessage,
  ListWebhookAttempts,
  RotateWebhookKey,
  ListWebhookKeys,
] as const
export const events = [
  WebhookRegistered,
  WebhookChanged,
  WebhookVerified,
  WebhookChallengeFailed,
  WebhookDegraded,
  WebhookRecovered,
  WebhookDisabled,
  WebhookResumed,
  WebhookRemoved,
  WebhookKeyRotated,
] as const
