import { changeSubscription } from './change-subscription.ts'
import { createSubscription } from './create-subscription.ts'
import { endSubscription } from './end-subscription.ts'
import { getSubscription } from './get-subscription.ts'
import { listDeliverySuspensions } from './list-delivery-suspensions.ts'
import { listSubscriptions } from './list-subscriptions.ts'
import { pauseSubscription } from './pause-subscription.ts'
import { resumeDelivery } from './resume-delivery.ts'
import { resumeSubscription } from './resume-subscription.ts'
import { Subscription } from './subscription.ts'
import { suspendDelivery } from './suspend-delivery.ts'

export const handlers = [
  createSubscription,
  listSubscriptions,
  getSubscription,
  changeSubscription,
  pauseSubscription,
  resumeSubscription,
  endSubscription,
  suspendDelivery,
  resumeDelivery,
  listDeliverySuspensions,
] as const
export const entities = [Subscription] as const
