import { ChangeSubscription } from './change-subscription.ts'
import { CreateSubscription } from './create-subscription.ts'
import { EndSubscription } from './end-subscription.ts'
import {
  DeliveryWasResumed,
  DeliveryWasSuspended,
  SubscriptionChanged,
  SubscriptionEnded,
  SubscriptionMade,
  SubscriptionPaused,
  SubscriptionResumed,
} from './events.ts'
import { GetSubscription } from './get-subscription.ts'
import { ListDeliverySuspensions } from './list-delivery-suspensions.ts'
import { ListSubscriptions } from './list-subscriptions.ts'
import { PauseSubscription } from './pause-subscription.ts'
import { ResumeDelivery } from './resume-delivery.ts'
import { ResumeSubscription } from './resume-subscription.ts'
import { SuspendDelivery } from './suspend-delivery.ts'

export * from './change-subscription.ts'
export * from './create-subscription.ts'
export * from './end-subscription.ts'
export * from './events.ts'
export * from './get-subscription.ts'
export * from './list-delivery-suspensions.ts'
export * from './list-subscriptions.ts'
export * from './model.ts'
export * from './pause-subscription.ts'
export * from './problems.ts'
export * from './resume-delivery.ts'
export * from './resume-subscription.ts'
export * from './suspend-delivery.ts'

export const operations = [
  CreateSubscription,
  ListSubscriptions,
  GetSubscription,
  ChangeSubscription,
  PauseSubscription,
  ResumeSubscription,
  EndSubscription,
  SuspendDelivery,
  ResumeDelivery,
  ListDeliverySuspensions,
] as const
export const events = [
  SubscriptionMade,
  SubscriptionChanged,
  SubscriptionPaused,
  SubscriptionResumed,
  SubscriptionEnded,
  DeliveryWasSuspended,
  DeliveryWasResumed,
] as const
