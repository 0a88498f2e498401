import { defineEntity, p } from '@mikro-orm/core'

export type RegisterImportKind = 'establishments' | 'links' | 'groups'
export type RegisterImportState = 'queued' | 'running' | 'awaiting-approval' | 'done' | 'failed' | 'rejected'
export type RegisterFileFault =
  | 'empty'
  | 'not-text'
  | 'not-csv'
  | 'archive'
  | 'columns-missing'
  | 'column-twice'
  | 'refusals'
  | 'interrupted'

const RegisterImportSchema = defineEntity({
  name: 'RegisterImport',
  tableName: 'register_import',
  properties: {
    id: p.uuid().primary(),
    version: p.integer().version(),
    kind: p.string().$type<RegisterImportKind>(),
    fileId: p.uuid(),
    extractedOn: p.date(),
    state: p.string().$type<RegisterImportState>(),
    encoding: p.string().$type<'utf-8' | 'windows-1252'>().nullable(),
    rowsRead: p.integer(),
    rowsCreated: p.integer(),
    rowsChanged: p.integer(),
    rowsUnchanged: p.integer(),
    rowsRefused: p.integer(),
    fieldsRefused: p.integer(),
    columnsSaid: p.array(),
    columnsSalt: p.string().nullable(),
    passingOver: p.boolean(),
    schoolsOpen: p.integer().nullable(),
    schoolsClosing: p.integer().nullable(),
    failureRule: p.string().$type<RegisterFileFault>().nullable(),
    failure: p.string().nullable(),
    queuedAt: p.datetime(),
    endedAt: p.datetime().nullable(),
  },
})

/** One file of the register on its way in. One at a time: each compares the register with what is here. */
export class RegisterImport extends RegisterImportSchema.class {
  static queue(id: string, asked: { kind: RegisterImportKind; fileId: string; extractedOn: string }, at: Date): RegisterImport {
    return Object.assign(new RegisterImport(), {
      id,
      ...asked,
      state: 'queued',
      encoding: null,
      rowsRead: 0,
      rowsCreated: 0,
      rowsChanged: 0,
      rowsUnchanged: 0,
      rowsRefused: 0,
      fieldsRefused: 0,
      columnsSaid: [],
      columnsSalt: null,
      // Of the other files, no row stands for one thing that is held.
      passingOver: asked.kind === 'establishments',
      schoolsOpen: null,
      schoolsClosing: null,
      failureRule: null,
      failure: null,
      queuedAt: at,
      endedAt: null,
    } satisfies Partial<RegisterImport>)
  }

  get isOver(): boolean {
    return this.state === 'done' || this.state === 'failed' || this.state === 'rejected'
  }

  /** More than 1 % of the schools that are open here: somebody looks at it before it is written. */
  closesTooMany(schoolsOpen: number, schoolsClosing: number): boolean {
    this.schoolsOpen = schoolsOpen
    this.schoolsClosing = schoolsClosing
    return schoolsClosing * 100 > schoolsOpen
  }

  /** Every row is to be compared: nothing of what was read so far counts. */
  readAgain(): void {
    this.passingOver = false
    this.rowsRead = 0
    this.rowsUnchanged = 0
    this.rowsRefused = 0
    this.fieldsRefused = 0
    this.columnsSaid = []
  }

  hold(): void {
    this.state = 'awaiting-approval'
  }

  resume(): void {
    this.state = 'running'
  }

  reject(at: Date): void {
    this.end('rejected', at)
  }

  finish(at: Date): void {
    this.end('done', at)
  }

  fail(rule: RegisterFileFault, detail: string, at: Date): void {
    this.failureRule = rule
    this.failure = detail
    this.end('failed', at)
  }

  private end(state: 'done' | 'failed' | 'rejected', at: Date): void {
    this.state = state
    this.endedAt = at
  }
}
RegisterImportSchema.setClass(RegisterImport)
