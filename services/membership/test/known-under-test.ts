import type { EmploymentRecord } from '../src/employments/employment-record.ts'
import type { Period } from '../src/employments/period.ts'
import type { Item, Known, KnownPerson } from '../src/staff-returns/item.ts'
import { planReturn } from '../src/staff-returns/plan-return.ts'

export const urn = '900001'
export const today = '2026-02-01'
export const employer = { kind: 'governing-body' as const, reference: urn }
export const terms = { workingDays: ['monday' as const], fte: 0.5, staffCategory: 'teacher' as const, firstDay: '2025-09-01' }
export const item = (reference: string, said: Partial<Item> = {}): Item => ({
  reference,
  name: { family: 'Rowe' },
  employment: terms,
  ...said,
})
export const period = (said: Partial<Period> = {}): Period => ({
  ...terms,
  employer,
  urns: [urn],
  payrollNumber: null,
  lastDay: null,
  ...said,
})
export const record = (id: string, personId: string, ...periods: Period[]): EmploymentRecord => ({
  id,
  personId,
  endReason: null,
  voided: false,
  unitedInto: null,
  periods: periods.length > 0 ? periods : [period()],
})
export const person = (id: string, said: Partial<KnownPerson> = {}): KnownPerson => ({
  id,
  name: { family: 'Rowe' },
  trn: undefined,
  emails: [],
  elsewhere: false,
  seen: true,
  leftOut: false,
  ...said,
})
export const known = (said: Partial<Known> = {}): Known => ({
  urn,
  today,
  extractDay: today,
  defaultEmployer: employer,
  employers: new Map(),
  people: new Map(),
  byPersonId: new Map(),
  byReference: new Map(),
  byTrn: new Map(),
  byPayroll: new Map(),
  byEmail: new Map(),
  employments: [],
  questions: [],
  knownAbsent: new Set(),
  ...said,
})
export const nothing = () => ({ trn: new Map(), payroll: new Map(), email: new Map() })
let made = 0
export const newId = () => `new-${++made}`
export const plan = (given: Known, mode: 'full' | 'delta', ...items: Item[]) => planReturn(given, mode, items, newId)
