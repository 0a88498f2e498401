/** A conflict in words: what cannot stand together, and what rules out where and when each could be. */
import type { Ground } from './ground.ts'
import type { Limit } from './plan.ts'

const kinds = {
  meeting: 'the meeting',
  visit: 'the visit',
  session: 'the session',
  'learning-walk': 'the learning walk',
  'super-learning-day': 'the Super Learning Day',
} as const

const limitWords: Record<Limit, string> = {
  'day-over': 'the day is over',
  'school-shut': 'the school is shut',
  'no-pupils': 'there are no lessons to see',
  'not-offered': 'the school does not offer to host it',
  'too-many': 'they are more than the school offers to host',
  'host-taken': 'the school hosts something else',
  'nobody-at-work': 'somebody who goes is not at work',
  engaged: 'somebody who goes is elsewhere, or could not be there in time',
  'no-time-left': 'somebody who goes has not so much time left',
  'own-school': 'it is their own school',
  pinned: 'a pin says otherwise',
  excluded: 'it was ruled out',
  'nobody-to-choose': 'there are too few who could be chosen for it',
}

export function conflictInWords(
  ground: Ground,
  elements: readonly string[],
  limits: Readonly<Record<string, Readonly<Partial<Record<Limit, number>>>>>,
): string {
  const occasions = ground.occasions.map((occasion) => {
    const ruledOut = Object.entries(limits[occasion.id] ?? {}).toSorted(([, a], [, b]) => b - a)
    const because = ruledOut.map(([limit, options]) => `${limitWords[limit as Limit]} (${options})`).join('; ')
    const what = `${kinds[occasion.kind]} ${occasion.id} between ${occasion.firstDay} and ${occasion.lastDay}`
    return because === '' ? `${what}.` : `${what}. Of its hosts and days these are out: ${because}.`
  })
  const pins = ground.problem.pins.flatMap(({ occasion, host, day }, number) =>
    elements.includes(`pin:${number}`) ? [`the pin of ${occasion}${host ? ` at ${host}` : ''}${day ? ` on ${day}` : ''}.`] : [],
  )
  const all = [...occasions, ...pins]
  const opening = all.length === 1 ? 'This cannot be planned:' : 'These cannot stand together; without any one of them, the others can:'
  return [opening, ...all.map((one, i) => `${i + 1}. ${one[0]!.toUpperCase()}${one.slice(1)}`)].join('\n')
}
