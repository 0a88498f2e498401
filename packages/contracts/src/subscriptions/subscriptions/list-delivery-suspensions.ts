import { query } from '../../define.ts'
import { pageOf, paging } from '../../formats.ts'
import { DeliverySuspension } from './model.ts'

export const ListDeliverySuspensions = query('subscriptions.list-delivery-suspensions', {
  summary: 'List whose delivery is suspended',
  needs: 'national-body',
  http: 'GET /v1/delivery-suspensions',
  input: paging,
  output: pageOf(DeliverySuspension),
  problems: [],
})
