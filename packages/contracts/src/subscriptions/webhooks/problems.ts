import Type from 'typebox'
import { problem } from '../../define.ts'
import { UrlFault, WebhookState } from './model.ts'

export const NoSuchWebhook = problem(404, 'no-such-webhook', 'There is no such subscription, or it has no webhook.')
export const WebhookThereAlready = problem(
  409,
  'webhook-there-already',
  'The subscription has its webhook: change its URL, or subscribe once more.',
)
export const WebhookUrlRefused = problem(422, 'webhook-url-refused', 'Nothing is delivered to such a URL.', { fault: UrlFault })
export const WebhookNotInState = problem(409, 'webhook-not-in-state', 'The webhook is in a state in which this cannot be done.', {
  state: WebhookState,
  needed: Type.Array(WebhookState),
})
/** It was away for longer than messages are kept. */
export const WebhookPlaceLost = problem(
  409,
  'webhook-place-lost',
  'Messages that it did not get are no longer kept: take a snapshot, and resume behind its number.',
  { deliveredNumber: Type.Integer({ minimum: 0 }), firstNumber: Type.Integer({ minimum: 1 }) },
)
export const NumberNotKept = problem(422, 'number-not-kept', 'The number is not that of a message that is kept, nor of the next.', {
  firstNumber: Type.Integer({ minimum: 1 }),
  nextNumber: Type.Integer({ minimum: 1 }),
})
export const TwoWebhookKeysSign = problem(
  409,
  'two-webhook-keys-sign',
  'Two keys of this kind sign now: wait until the older one ends, or end it by an overlap of 0.',
)
export const TestUnderWay = problem(409, 'webhook-test-under-way', 'A test message is under way: see the attempts.')
