import { event } from '../../define.ts'
import { Edition, FrameworkCode, frameworkTerms } from './model.ts'

export const FrameworkDefined = event('recognition.framework-defined', {
  summary: 'A framework of recognition, or another edition of one: portfolios that begin from now on follow it.',
  about: { framework: 'code' },
  data: { code: FrameworkCode, edition: Edition, ...frameworkTerms },
})
