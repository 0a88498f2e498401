import {
  OverdraftExcepted,
  OverdraftRecorded,
  OverdraftSettled,
  OverdraftUnresolved,
  TimeAccountMoved,
  TimeRefunded,
  TimeSpent,
} from './events.ts'
import { ExceptOverdraft } from './except-overdraft.ts'
import { GetOverdraft } from './get-overdraft.ts'
import { GetTimeBalance } from './get-time-balance.ts'
import { ListOverdrafts } from './list-overdrafts.ts'
import { ListTimePostings } from './list-time-postings.ts'
import { RefundTime } from './refund-time.ts'
import { SpendTime } from './spend-time.ts'

export * from './events.ts'
export * from './except-overdraft.ts'
export * from './get-overdraft.ts'
export * from './get-time-balance.ts'
export * from './list-overdrafts.ts'
export * from './list-time-postings.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './refund-time.ts'
export * from './spend-time.ts'

export const operations = [SpendTime, RefundTime, GetTimeBalance, ListTimePostings, GetOverdraft, ListOverdrafts, ExceptOverdraft] as const
export const events = [
  TimeSpent,
  TimeRefunded,
  TimeAccountMoved,
  OverdraftRecorded,
  OverdraftExcepted,
  OverdraftUnresolved,
  OverdraftSettled,
] as const
