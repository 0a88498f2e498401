/** The matrix as a picture: a spoke for each dimension, as long as there is evidence of it. */
import type { Matrix } from './matrix.ts'

const size = 420
const middle = size / 2
const reach = 120
const lineHeight = 13
/** Items of evidence at which a spoke is whole. */
const whole = 5

export function drawMatrix({ dimensions, isComplete }: Matrix): string {
  const spokes = dimensions.map((dimension, i) => ({ ...dimension, angle: (2 * Math.PI * i) / dimensions.length - Math.PI / 2 }))
  const rings = Array.from(
    { length: whole },
    (_, i) => `<circle class="ring" cx="${middle}" cy="${middle}" r="${((i + 1) * reach) / whole}"/>`,
  )
  const shape = spokes.map(({ angle, evidence }) => at(angle, (Math.min(evidence.length, whole) * reach) / whole).join()).join(' ')
  const lines = spokes.map(({ angle, lacks }) => {
    const [x, y] = at(angle, reach)
    return `<line class="${lacks.length > 0 ? 'lacks' : 'has'}" x1="${middle}" y1="${middle}" x2="${x}" y2="${y}"/>`
  })
  const labels = spokes.map(({ angle, label, evidence }) => {
    const lines = inLines(label)
    const [x, below] = at(angle, reach + 18)
    // Above the middle it ends at the spoke, below it begins there.
    const y = Math.sin(angle) < -0.8 ? below - lines.length * lineHeight : below
    const anchor = Math.abs(Math.cos(angle)) < 0.2 ? 'middle' : Math.cos(angle) > 0 ? 'start' : 'end'
    const spans = lines.map((line, i) => `<tspan x="${x}" dy="${i === 0 ? 0 : lineHeight}">${escaped(line)}</tspan>`)
    return `<text x="${x}" y="${y}" text-anchor="${anchor}">${spans.join('')}<tspan class="count" x="${x}" dy="${lineHeight}">${evidence.length}</tspan></text>`
  })
  const said = dimensions.map(({ label, evidence }) => `${label}: ${evidence.length}`).join('; ')
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" role="img" font-family="sans-serif" font-size="11">`,
    `<title>${escaped(isComplete ? 'Evidence in every dimension' : 'Some dimensions lack evidence')}</title><desc>${escaped(said)}</desc>`,
    '<style>.ring{fill:none;stroke:#d9dee3}.has{stroke:#0b6e4f}.lacks{stroke:#b3261e;stroke-dasharray:3 3}.shape{fill:#0b6e4f33;stroke:#0b6e4f;stroke-width:2}.count{font-weight:bold}</style>',
    `<rect width="${size}" height="${size}" fill="#fff"/>`,
    ...rings,
    ...lines,
    `<polygon class="shape" points="${shape}"/>`,
    ...labels,
    '</svg>',
  ].join('\n')
}

const at = (angle: number, distance: number): [number, number] => [
  Math.round((middle + Math.cos(angle) * distance) * 10) / 10,
  Math.round((middle + Math.sin(angle) * distance) * 10) / 10,
]

/** At most some 16 letters in each, so that it stays in the picture. */
function inLines(label: string): string[] {
  const lines: string[] = []
  for (const word of label.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < 16) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
