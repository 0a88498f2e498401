/**
 * How time allowances are reckoned (docs/rules.md, Time allowance): for roles, which keeps the ledger, and for scheduling, which decides
 * by a copy of its own what can be booked. Without I/O.
 */
export { type Accruing, Allowance, type Spend, type Week } from './allowance.ts'
export { overdrawnSpends } from './overdrawn-spends.ts'
export { type SchoolWeek, schoolWeeks, type TermDates, type TermsInForce, weeksInForce } from './school-weeks.ts'
export { counts, type TimeTakenFrom } from './time-taken-from.ts'
