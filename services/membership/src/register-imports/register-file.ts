/** A kind of file of the register: which columns it has, by name, and what a row of it says in our words. */
import type { Reader } from './register-values.ts'

/** One thing that a row can say. */
export interface Field {
  /** The register's column. */
  readonly column: string
  /** Ours. */
  readonly name: string
  readonly read: Reader<string | number>
  /** The row is left out where this is empty. */
  readonly required?: boolean
  /** The row is left out where this is wrong; else the field is, and stays as it was. */
  readonly vital?: boolean
}

/** What a row says, by our names. */
export type Said = Readonly<Record<string, string | number | undefined>>

export interface Refused {
  readonly refused: 'row' | 'field'
  readonly column?: string
  readonly rule: string
  readonly detail: string
}

export interface RowContext {
  readonly extractedOn: string
  /** Fields that the row says wrongly: they stay as they were. */
  readonly unsaid: readonly string[]
  refuse(what: Refused): void
  /** What the row means will be another thing on another day, though it says the same. */
  changesByDay(): void
}

export interface RegisterFile {
  readonly fields: readonly Field[]
  /** One row per key; the second of the same key is refused. */
  keyOf(said: Said): string
  /** What the key is, in words. */
  readonly keyName: string
  /** What is kept of a row: what its fields say, and what follows from several together. JSON. */
  meaning(said: Said, context: RowContext): Readonly<Record<string, unknown>>
}
