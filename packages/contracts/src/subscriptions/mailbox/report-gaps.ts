import Type from 'typebox'
import { query } from '../../define.ts'
import { SubscriptionId } from '../subscriptions/model.ts'
import { NoSuchSubscription } from '../subscriptions/problems.ts'
import { MessageNumber } from './model.ts'

const Range = { from: MessageNumber, to: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'Counted, too.' }) }

export const ReportGaps = query('subscriptions.report-gaps', {
  summary: 'Which numbers of a mailbox you lack',
  description:
    'Name the numbers that you have, as ranges in any order; what you acknowledged counts as had. Answers all others up to the newest, and what became of them: ' +
    '`readable`; `withheld`, which you may not see any more; `expired`, beyond the 100 days.',
  needs: 'subscriptions:read',
  http: 'POST /v1/subscriptions/:subscriptionId/gap-report',
  input: { subscriptionId: SubscriptionId, received: Type.Optional(Type.Array(Type.Object(Range), { maxItems: 1000 })) },
  output: Type.Object({
    firstNumber: Type.Integer({ minimum: 1 }),
    lastNumber: Type.Integer({ minimum: 0 }),
    acknowledgedNumber: Type.Integer({ minimum: 0 }),
    gaps: Type.Array(Type.Object({ ...Range, state: Type.Enum(['readable', 'withheld', 'expired']) })),
    more: Type.Boolean({ description: 'There are further gaps behind the 1,000 named here.' }),
  }),
  problems: [NoSuchSubscription],
})
