import { problem, query } from '../../define.ts'
import { Id } from '../../formats.ts'
import { Explanation } from './model.ts'

export const NoSuchMessage = problem(404, 'no-such-message', 'There is no such message. They are kept for 100 days.')

export const ExplainMessage = query('subscriptions.explain-message', {
  summary: 'Why a client got a message',
  description:
    'For the national body: the agreement, the filter and the match as they were when it was written, and every attempt to deliver it.',
  needs: 'national-body',
  http: 'GET /v1/mailbox-messages/:messageId/why',
  input: { messageId: Id },
  output: Explanation,
  problems: [NoSuchMessage],
})
