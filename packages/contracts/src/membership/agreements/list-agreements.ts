import Type from 'typebox'
import { query } from '../../define.ts'
import { CalendarDate, pageOf, paging, Urn } from '../../formats.ts'
import { NetworkId } from '../networks/model.ts'
import { AgreementOutline, AgreementState } from './model.ts'

export const ListAgreements = query('membership.list-agreements', {
  summary: 'List agreements that the caller may see, without their text',
  description:
    'In the order in which they were drafted. `openFor` keeps those that wait for the answer of a school: what its signatory has to decide.',
  needs: 'networks:read',
  http: 'GET /v1/agreements',
  input: {
    networkId: Type.Optional(NetworkId),
    urn: Type.Optional(Type.String({ ...Urn, description: 'Only those that name this school.' })),
    openFor: Type.Optional(Type.String({ ...Urn, description: 'Only those that wait for the answer of this school.' })),
    state: Type.Optional(AgreementState),
    endsBefore: Type.Optional(Type.String({ ...CalendarDate, description: 'Only those in force whose last day lies before this day.' })),
    ...paging,
  },
  output: pageOf(AgreementOutline),
  problems: [],
})
