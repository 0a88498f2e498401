/** How long it takes from one school to another: one rule for the country. */
import Type from 'typebox'
import { command, event, query } from '../../define.ts'
import { Version } from '../../formats.ts'

const rule = {
  detour: Type.Number({ minimum: 1, maximum: 5, examples: [1.3], description: 'By road it is so many times the straight line.' }),
  kmPerHour: Type.Number({ minimum: 5, maximum: 130, examples: [40] }),
  fixedMinutes: Type.Integer({
    minimum: 0,
    maximum: 120,
    examples: [10],
    description: 'For parking and reception, whatever the distance.',
  }),
  step: Type.Integer({ minimum: 1, maximum: 60, examples: [5], description: 'Rounded up to so many minutes.' }),
}

export const TravelRule = Type.Object({ version: Version, ...rule })

export const TravelRuleSet = event('scheduling.travel-rule-set', {
  summary: 'The way between two schools is reckoned like this from now on.',
  about: { 'travel-rule': 'ruleId' },
  data: { ruleId: Type.Enum(['national']), ...rule },
})

export const SetTravelRule = command('scheduling.set-travel-rule', {
  summary: 'Say how the way between two schools is reckoned',
  description: 'By the national body. What is booked stays.',
  needs: 'national-body',
  http: 'PUT /v1/travel-rule',
  input: rule,
  output: TravelRule,
  emits: [TravelRuleSet],
  problems: [],
  ifMatch: true,
})

export const GetTravelRule = query('scheduling.get-travel-rule', {
  summary: 'Get how the way between two schools is reckoned',
  needs: 'scheduling:read',
  http: 'GET /v1/travel-rule',
  input: {},
  output: TravelRule,
  problems: [],
})

export const operations = [SetTravelRule, GetTravelRule] as const
export const events = [TravelRuleSet] as const
