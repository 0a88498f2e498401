import type { Settings } from '../config.ts'
import { exportRecord } from './export-record.ts'
import { importRecord } from './import-record.ts'
import { getRecord, listRecords, readRecordArchive, removeRecord } from './keep-records.ts'

export const handlers = (settings: () => Settings) =>
  [exportRecord(settings), importRecord(settings), getRecord, listRecords, readRecordArchive, removeRecord] as const
export const entities = [] as const
export const reactions = [] as const
export const works = [] as const
