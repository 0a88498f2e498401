import Type from 'typebox'
import { query } from '../../define.ts'
import { AcademicYear } from '../../formats.ts'
import { Term } from './model.ts'

export const ListDefaultTerms = query('roles.list-default-terms', {
  summary: 'List the national default terms by which time accrues',
  description: 'Of one academic year; none where none are known, and then nothing accrues.',
  needs: 'roles:read',
  http: 'GET /v1/default-terms',
  input: { academicYear: AcademicYear },
  output: Type.Object({ items: Type.Array(Term) }),
  problems: [],
})
