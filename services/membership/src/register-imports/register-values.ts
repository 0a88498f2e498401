/** Reading the register's single values. Each reader answers the value, or a `Wrong`: which rule, and what to do. */

export class Wrong {
  readonly rule: string
  readonly detail: string
  constructor(rule: string, detail: string) {
    this.rule = rule
    this.detail = detail
  }
}
export type Reader<Value extends string | number> = (text: string) => Value | Wrong

/** What goes into a sentence about a value: short, and printable. */
const shown = (text: string) => `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`.replace(/[\p{Cc}]/gu, ' ')

export const textOf =
  (maxLength: number): Reader<string> =>
  (text) => {
    if (text.length > maxLength) return new Wrong('too-long', `At most ${maxLength} characters; it has ${text.length}.`)
    return /\p{Cc}/u.test(text) ? new Wrong('control-character', 'Leave out control characters.') : text
  }

export const matching =
  (pattern: RegExp, form: string): Reader<string> =>
  (text) =>
    pattern.test(text) ? text : new Wrong('form', `Must be ${form}, and is ${shown(text)}.`)

export const codeOf =
  (codes: readonly string[]): Reader<string> =>
  (text) =>
    codes.includes(text) ? text : new Wrong('code', `Must be one of ${codes.join(', ')}, and is ${shown(text)}.`)

export const wholeNumber =
  (minimum: number, maximum: number): Reader<number> =>
  (text) => {
    const value = Number(text)
    return /^\d{1,9}$/.test(text) && value >= minimum && value <= maximum
      ? value
      : new Wrong('number', `Must be a whole number from ${minimum} to ${maximum}, and is ${shown(text)}.`)
  }

/** `dd-mm-yyyy`, or with slashes as in the groups file, as `yyyy-mm-dd`. */
export const dayOf: Reader<string> = (text) => {
  const [, day = '', month = '', year = ''] = /^(\d{2})[-/](\d{2})[-/](\d{4})$/.exec(text) ?? []
  return isDay(Number(year), Number(month), Number(day))
    ? `${year}-${month}-${day}`
    : new Wrong('date', `Must be a day written dd-mm-yyyy, and is ${shown(text)}.`)
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function isDay(year: number, month: number, day: number): boolean {
  const leap = month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0) ? 1 : 0
  return year >= 1 && day >= 1 && day <= (monthLengths[month - 1] ?? 0) + leap
}
