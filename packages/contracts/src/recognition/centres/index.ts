import Type from 'typebox'
import { command, problem, query } from '../../define.ts'
import { AcademicYearOfThisCentury, pageOf, paging } from '../../formats.ts'
import { NoSuchPartnerOrganisation } from '../../membership/partner-organisations/problems.ts'
import { NoSuchPerson } from '../../membership/people/problems.ts'
import { NoSuchSchool } from '../../membership/schools/problems.ts'
import { CentreChanged, CentreClosed, CentreOpened } from './events.ts'
import { Centre, CentreId, centreTerms, ModerationRate } from './model.ts'

export * from './events.ts'
export * from './model.ts'

export const NoSuchCentre = problem(404, 'no-such-centre', 'There is no such recognition centre.')
export const CentreIsClosed = problem(409, 'centre-closed', 'The centre is closed: choose another one.')

const known = [NoSuchSchool, NoSuchPartnerOrganisation, NoSuchPerson] as const

export const OpenCentre = command('recognition.open-centre', {
  summary: 'Open a recognition centre',
  needs: 'national-body',
  http: 'POST /v1/recognition-centres',
  input: centreTerms,
  output: Centre,
  emits: [CentreOpened],
  problems: known,
})

export const ChangeCentre = command('recognition.change-centre', {
  summary: 'Say anew what a recognition centre is called, where it is and who leads it',
  needs: 'national-body',
  http: 'PUT /v1/recognition-centres/:centreId',
  input: { centreId: CentreId, ...centreTerms },
  output: Centre,
  emits: [CentreChanged],
  problems: [NoSuchCentre, CentreIsClosed, ...known],
  ifMatch: true,
})

export const CloseCentre = command('recognition.close-centre', {
  summary: 'Close a recognition centre',
  description: 'What is presented there is still decided. Closed again, it answers as before.',
  needs: 'national-body',
  http: 'POST /v1/recognition-centres/:centreId/closure',
  input: { centreId: CentreId },
  output: Centre,
  emits: [CentreClosed],
  problems: [NoSuchCentre],
  status: 200,
  ifMatch: true,
})

export const GetCentre = query('recognition.get-centre', {
  summary: 'Get a recognition centre',
  needs: 'recognition:read',
  http: 'GET /v1/recognition-centres/:centreId',
  input: { centreId: CentreId },
  output: Centre,
  problems: [NoSuchCentre],
})

export const ListCentres = query('recognition.list-centres', {
  summary: 'List recognition centres',
  needs: 'recognition:read',
  http: 'GET /v1/recognition-centres',
  input: { state: Type.Optional(Centre.properties.state), ...paging },
  output: pageOf(Centre),
  problems: [],
})

export const ListModerationRates = query('recognition.list-moderation-rates', {
  summary: 'List how much of what a centre would award is moderated',
  description: 'For who leads the centre, and the national body: per framework, in one academic year.',
  needs: 'recognition:read',
  http: 'GET /v1/recognition-centres/:centreId/moderation',
  input: { centreId: CentreId, academicYear: AcademicYearOfThisCentury },
  output: Type.Object({ items: Type.Array(ModerationRate) }),
  problems: [NoSuchCentre],
})

export const operations = [OpenCentre, ChangeCentre, CloseCentre, GetCentre, ListCentres, ListModerationRates] as const
export const events = [CentreOpened, CentreChanged, CentreClosed] as const
