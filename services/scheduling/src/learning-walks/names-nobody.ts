/**
 * Whether a text reads as if it named somebody: a form of address with a name after it. Rules are kept by people; this catches what
 * slips in. Classes and visits go by number.
 */
const addressed = /\b(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|madam|mister|coach)\b\.?\s+\p{Lu}[\p{L}'’-]*/iu
const capitalised = /\s\p{Lu}[\p{L}'’-]*$/u

/** What reads like a name. */
export function nameIn(text: string): string | undefined {
  const found = addressed.exec(text)?.[0]
  return found !== undefined && capitalised.test(found) ? found : undefined
}
