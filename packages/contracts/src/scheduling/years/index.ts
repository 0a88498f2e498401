import Type from 'typebox'
import { query } from '../../define.ts'
import { AcademicYearOfThisCentury, CalendarDate, Urn } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { NoSuchNetwork } from '../../membership/networks/problems.ts'
import { ActivityId, ActivityState } from '../activities/model.ts'
import { ActivityKind } from '../host-offers/model.ts'

const Week = Type.Object({
  firstDay: Type.String({ ...CalendarDate, description: 'A Monday; of the first and the last week, the days of the year.' }),
})

/** A network's academic year: its schools by weeks, and who hosts what when. What is cancelled is not in it. */
export const NetworkYear = Type.Object({
  networkId: NetworkId,
  academicYear: AcademicYearOfThisCentury,
  weeks: Type.Array(Week, { maxItems: 54 }),
  schools: Type.Array(
    Type.Object({
      urn: Urn,
      name: Type.String(),
      schoolWeeks: Type.Array(Type.Integer({ minimum: 0 }), { description: 'The weeks with lessons there, by their place in `weeks`.' }),
      hosts: Type.Array(
        Type.Object({
          activityId: ActivityId,
          kind: ActivityKind,
          state: ActivityState,
          day: CalendarDate,
          week: Type.Integer({ minimum: 0, description: 'Its place in `weeks`.' }),
        }),
      ),
    }),
  ),
})

const input = { networkId: NetworkId, academicYear: AcademicYearOfThisCentury }

export const GetNetworkYear = query('scheduling.get-network-year', {
  summary: 'Get a network’s year: who hosts what, by weeks',
  description: 'The schools that belong to the network on a day of that year. For whoever sees the network.',
  needs: 'scheduling:read',
  http: 'GET /v1/networks/:networkId/years/:academicYear',
  input,
  output: NetworkYear,
  problems: [NoSuchNetwork],
})

export const DrawNetworkYear = query('scheduling.draw-network-year', {
  summary: 'Draw a network’s year',
  description: 'The same as a picture (SVG): schools by weeks, what is hosted coloured by its kind, weeks without lessons in grey.',
  needs: 'scheduling:read',
  http: 'GET /v1/networks/:networkId/years/:academicYear/picture.svg',
  input,
  problems: [NoSuchNetwork],
  stream: { produces: 'image/svg+xml' },
})

export const operations = [GetNetworkYear, DrawNetworkYear] as const
export const events = [] as const
