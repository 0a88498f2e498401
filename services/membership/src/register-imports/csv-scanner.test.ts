import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CsvRecord, CsvScanner, fieldsOf, maxRecordBytes } from './csv-scanner.ts'

/** Everything that is in a text, pushed in pieces of this size. */
function scan(text: string, size = text.length || 1, columns?: number): CsvRecord[] {
  const scanner = new CsvScanner()
  if (columns !== undefined) scanner.expect(columns)
  const records: CsvRecord[] = []
  const take = (last: boolean) => {
    for (let record = scanner.next(last); record; record = scanner.next(last)) records.push(record)
  }
  for (let at = 0; at < text.length; at += size) {
    scanner.push(text.slice(at, at + size))
    take(false)
  }
  take(true)
  return records
}
const rowsOf = (text: string, size?: number) => scan(text, size).map(({ raw, count }) => fieldsOf(raw, count))

const field = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r', ' ', ''), maxLength: 6 })
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
/** A row that is not blank. */
const row = fc.array(field, { minLength: 1, maxLength: 5 }).filter((fields) => fields.length > 1 || fields[0]!.trim() !== '')

describe('what is well formed', () => {
  test('is read as csv-parse reads it', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), fc.constantFrom('\n', '\r\n'), fc.boolean(), (rows, end, ends) => {
        const text = rows.map((fields) => fields.map(quoted).join(',')).join(end) + (ends ? end : '')
        expect(rowsOf(text)).toEqual(parse(text, { relax_column_count: true, record_delimiter: end }))
      }),
    )
  })

  test('is the same however it is cut into pieces', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), fc.constantFrom('\n', '\r\n'), fc.integer({ min: 1, max: 9 }), (rows, end, size) => {
        const text = rows.map((fields) => fields.map(quoted).join(',') + end).join('')
        expect(scan(text, size)).toEqual(scan(text))
      }),
    )
  })

  test('can be gone on with behind any record', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), fc.nat(), (rows, which) => {
        const text = rows.map((fields) => `${fields.map(quoted).join(',')}\n`).join('')
        const whole = scan(text)
        const { end, line, raw } = whole[which % whole.length]!
        const scanner = new CsvScanner({ offset: end, line: line + raw.split('\n').length })
        scanner.push(text.slice(end))
        const rest: CsvRecord[] = []
        for (let record = scanner.next(true); record; record = scanner.next(true)) rest.push(record)
        expect(rest).toEqual(whole.slice((which % whole.length) + 1))
      }),
    )
  })

  test('fields without quotation marks, empty ones, and a last line without an end', () => {
    expect(rowsOf('a,,c\n,\n"x",y')).toEqual([
      ['a', '', 'c'],
      ['', ''],
      ['x', 'y'],
    ])
  })

  test('blank lines are no records, and are counted', () => {
    expect(scan('a,b\n\n  \r\nc,d\n').map(({ line, raw }) => [line, raw])).toEqual([
      [1, 'a,b'],
      [4, 'c,d'],
    ])
  })

  test('a record that spans lines is one, at its first line', () => {
    expect(scan('"a\nb",c\nd,e\n', undefined, 2).map(({ line, count, fault }) => [line, count, fault])).toEqual([
      [1, 2, undefined],
      [3, 2, undefined],
    ])
  })

  test('of its fields, no more than asked for', () => {
    expect(fieldsOf('"a","b ""c""",d', 1)).toEqual(['a', 'b "c"'])
  })
})

describe('what is not', () => {
  const faults = (text: string, columns?: number, size?: number) => scan(text, size, columns).map(({ line, fault }) => [line, fault])

  test('a quote that is closed by that of a later row costs the first alone', () => {
    expect(faults('"a","b\n"c","d"\n"e","f"\n', 2)).toEqual([
      [1, 'stray-quote'],
      [2, undefined],
      [3, undefined],
    ])
    expect(faults('"a","b\nc","d"\ne,f\n', 2)).toEqual([
      [1, 'unclosed-quote'],
      [2, undefined],
      [3, undefined],
    ])
  })

  test('a quote that is never closed costs its line alone', () => {
    expect(faults('a,b\n"c,d\ne,f\n', 2)).toEqual([
      [1, undefined],
      [2, 'unclosed-quote'],
      [3, undefined],
    ])
  })

  test('a record without an end is given up when it is longer than any', () => {
    const long = `a,b\n"${'x'.repeat(maxRecordBytes + 10)}\ne,f\n`
    expect(faults(long, 2, 10_000)).toEqual([
      [1, undefined],
      [2, 'too-long'],
      [3, undefined],
    ])
    expect(faults(`${'y'.repeat(5 * maxRecordBytes)}\na,b`, 2, 10_000)).toEqual([
      [1, 'too-long'],
      [2, undefined],
    ])
  })

  test('a line without an end, at the end of the file, is said', () => {
    expect(faults(`a,b\n${'y'.repeat(2 * maxRecordBytes)}`, 2, maxRecordBytes + 1)).toEqual([
      [1, undefined],
      [2, 'too-long'],
    ])
  })

  test('nothing that is pushed makes it throw, loop or lose a whole row behind it', () => {
    const junk = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ''), maxLength: 40 })
    fc.assert(
      fc.property(junk, fc.integer({ min: 1, max: 7 }), (text, size) => {
        // Whatever was before: two lines on, a row is a row, unless a quote that was opened pairs with its own.
        const found = scan(`${text}\nlast,row\n`, size, 2)
        expect(found.length).toBeGreaterThan(0)
        expect(found.at(-1)!.end).toBe(text.length + 10)
        expect(found.at(-1)!.raw.endsWith('last,row')).toBe(true)
      }),
    )
  })
})
