import type { Settings } from '../config.ts'
import { changeWebhook } from './change-webhook.ts'
import { forgetAttempts } from './forget-attempts.ts'
import { getWebhook } from './get-webhook.ts'
import { listWebhookAttempts } from './list-webhook-attempts.ts'
import { listWebhookKeys } from './list-webhook-keys.ts'
import { registerWebhook } from './register-webhook.ts'
import { removeWebhook } from './remove-webhook.ts'
import { resumeWebhook } from './resume-webhook.ts'
import { rotateWebhookKey } from './rotate-webhook-key.ts'
import { sendTestMessage } from './send-test-message.ts'
import { verifyWebhook } from './verify-webhook.ts'
import { WebhookEndpoint } from './webhook-endpoint.ts'

export const handlers = (settings: () => Settings) =>
  [
    registerWebhook(settings),
    getWebhook,
    changeWebhook(settings),
    removeWebhook,
    verifyWebhook,
    resumeWebhook,
    sendTestMessage,
    listWebhookAttempts,
    rotateWebhookKey(settings),
    listWebhookKeys,
  ] as const
export const entities = [WebhookEndpoint] as const
export const reactions = [] as const
export const works = [forgetAttempts] as const
