import Type from 'typebox'
import { command, problem, query } from '../../define.ts'
import { pageOf, paging } from '../../formats.ts'
import { FrameworkDefined } from './events.ts'
import { Edition, Framework, FrameworkCode, frameworkTerms } from './model.ts'

export * from './events.ts'
export * from './model.ts'

export const NoSuchFramework = problem(404, 'no-such-framework', 'There is no such framework, or no such edition of it.')
export const FrameworkCodeTaken = problem(409, 'framework-code-taken', 'There is a framework of this code: make another edition of it.')
export const FrameworkCodesRepeated = problem(
  422,
  'framework-codes-repeated',
  'Each stage and each dimension of a framework has a code of its own.',
  { repeated: Type.String() },
)

export const DefineFramework = command('recognition.define-framework', {
  summary: 'Define a framework of recognition',
  needs: 'national-body',
  http: 'POST /v1/frameworks',
  input: { code: FrameworkCode, ...frameworkTerms },
  output: Framework,
  emits: [FrameworkDefined],
  problems: [FrameworkCodeTaken, FrameworkCodesRepeated],
})

export const ReviseFramework = command('recognition.revise-framework', {
  summary: 'Make another edition of a framework',
  description: 'Whole. Portfolios that have begun stay on the edition on which they began.',
  needs: 'national-body',
  http: 'POST /v1/frameworks/:code/editions',
  input: { code: FrameworkCode, ...frameworkTerms },
  output: Framework,
  emits: [FrameworkDefined],
  problems: [NoSuchFramework, FrameworkCodesRepeated],
})

export const GetFramework = query('recognition.get-framework', {
  summary: 'Get a framework',
  description: 'Its newest edition, or the one asked for.',
  needs: 'recognition:read',
  http: 'GET /v1/frameworks/:code',
  input: { code: FrameworkCode, edition: Type.Optional(Edition) },
  output: Framework,
  problems: [NoSuchFramework],
})

export const ListFrameworks = query('recognition.list-frameworks', {
  summary: 'List frameworks, in their newest editions',
  needs: 'recognition:read',
  http: 'GET /v1/frameworks',
  input: paging,
  output: pageOf(Framework),
  problems: [],
})

export const operations = [DefineFramework, ReviseFramework, GetFramework, ListFrameworks] as const
export const events = [FrameworkDefined] as const
