/** A network's year as a picture: schools by weeks. The same year is always the same text. */
import type { NetworkYear } from './network-year.ts'

type Kind = NetworkYear['schools'][number]['hosts'][number]['kind']

/** Told apart also without colour vision (Okabe and Ito). */
const kinds: Record<Kind, { label: string; colour: string }> = {
  meeting: { label: 'Meeting', colour: '#0072b2' },
  visit: { label: 'Visit', colour: '#56b4e9' },
  session: { label: 'Session', colour: '#009e73' },
  'learning-walk': { label: 'Learning walk', colour: '#e69f00' },
  'super-learning-day': { label: 'Super Learning Day', colour: '#d55e00' },
  'development-day': { label: 'Development day', colour: '#cc79a7' },
}
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const [cell, row, labels, top, margin] = [18, 26, 250, 64, 20]
const longestName = 36

/** @param title nobody's name: the network's kind of thing. */
export function drawYear({ academicYear, weeks, schools }: NetworkYear, title = `A network’s year, ${academicYear}`): string {
  const width = margin * 2 + labels + weeks.length * cell
  const bottom = top + schools.length * row
  const height = bottom + 56
  const hosted = schools.reduce((sum, { hosts }) => sum + hosts.length, 0)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc" font-family="system-ui, sans-serif" font-size="12" fill="#1d1d1f">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="desc">${schools.length} schools by ${weeks.length} weeks; ${hosted} activities are hosted.</desc>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${margin}" y="26" font-size="16" font-weight="600">${escaped(title)}</text>`,
    ...weeks.flatMap(({ firstDay }, week) => monthAt(firstDay, week, weeks[week - 1]?.firstDay, bottom)),
    ...schools.flatMap((school, index) => drawSchool(school, weeks, top + index * row)),
    ...drawLegend(bottom + 26),
    '</svg>',
  ].join('\n')
}

const x = (week: number) => margin + labels + week * cell

function monthAt(firstDay: string, week: number, before: string | undefined, bottom: number): string[] {
  if (before?.slice(0, 7) === firstDay.slice(0, 7)) return []
  const month = months[Number(firstDay.slice(5, 7)) - 1]!
  return [
    `<line x1="${x(week)}" y1="${top - 22}" x2="${x(week)}" y2="${bottom}" stroke="#c7c7cc"/>`,
    `<text x="${x(week) + 4}" y="${top - 10}" fill="#515154">${month}</text>`,
  ]
}

function drawSchool({ urn, name, schoolWeeks, hosts }: NetworkYear['schools'][number], weeks: NetworkYear['weeks'], y: number): string[] {
  const open = new Set(schoolWeeks)
  const shown = name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name
  const label = `<text x="${margin}" y="${y + 17}"><title>${escaped(name)} (${urn})</title>${escaped(shown)}</text>`
  const ground = weeks.map(
    (_, week) =>
      `<rect x="${x(week) + 1}" y="${y + 2}" width="${cell - 2}" height="${row - 4}" rx="2" fill="${open.has(week) ? '#eef1f6' : '#fafafa'}"/>`,
  )
  const marks = [...Map.groupBy(hosts, ({ week }) => week)].flatMap(([week, inWeek]) =>
    inWeek.map(({ kind, state, day }, index) => {
      const height = (row - 4) / inWeek.length
      const planned = state === 'proposed' || state === 'host-confirmed'
      const said = `${name}: ${kinds[kind].label}, ${day}${planned ? ', planned' : ''}`
      return (
        `<rect x="${x(week) + 1}" y="${rounded(y + 2 + index * height)}" width="${cell - 2}" height="${rounded(height)}" rx="2" ` +
        `fill="${kinds[kind].colour}"${planned ? ' fill-opacity="0.45"' : ''}><title>${escaped(said)}</title></rect>`
      )
    }),
  )
  return [label, ...ground, ...marks]
}

function drawLegend(y: number): string[] {
  let at = margin
  const entries = [...Object.values(kinds), { label: 'Planned', colour: '#8e8e93' }, { label: 'Weeks with lessons', colour: '#eef1f6' }]
  return entries.map(({ label, colour }) => {
    const mark = `<rect x="${at}" y="${y}" width="14" height="14" rx="2" fill="${colour}"${label === 'Planned' ? ' fill-opacity="0.45"' : ''}/><text x="${at + 20}" y="${y + 12}">${label}</text>`
    at += 44 + label.length * 7
    return mark
  })
}

const rounded = (value: number) => Number(value.toFixed(2))
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (sign) => entities[sign]!)
