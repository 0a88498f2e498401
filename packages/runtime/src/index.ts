export { answerer } from './answer.ts'
export { type ChainHead, sealAudit, verifyAudit } from './audit.ts'
export { type Answer, type AskOptions, type Bus, openBus } from './bus.ts'
export { type Caller, type ClientKind, clientKinds, isNationalBody } from './caller.ts'
export { type Clock, dayInLondon, sandboxClock, systemClock } from './clock.ts'
export { type CommonConfig, ConfigError, commonConfig, type DatabaseConfig, databaseConfig, readConfig } from './config.ts'
export { decodeCursor, encodeCursor, followedPage, pageFrom } from './cursor.ts'
export { type Database, isOutage, longestWriteMs, openDatabase, sqlState, updatedUntil } from './database.ts'
export {
  type Change,
  type CommandContext,
  type Fail,
  type Gathered,
  type Handler,
  handle,
  type QueryContext,
  type Reaction,
  type ReactionContext,
  react,
  type Sql,
  type Step,
  type Work,
  type WorkContext,
  work,
} from './handle.ts'
export { sendProblem } from './http.ts'
export { newId } from './id.ts'
export { idCursor } from './id-cursor.ts'
export { KeySealing } from './key-sealing.ts'
export { type Logger, logger } from './log.ts'
export { migrate } from './migrate.ts'
export { type EventMessage, streamOf, subjectOf } from './outbox.ts'
export { passGates } from './pass-gates.ts'
export { type ProblemDocument, problemType, Refusal, refuse } from './problem.ts'
export { drainOnSignal, type Loop, type Running, type RunOptions, run, type Surroundings, start } from './run.ts'
export { type Fault, readerOf, writerOf } from './schema.ts'
export { defineService, type Service } from './service.ts'
export { activeTraceId, contextFrom, inSpan, SpanKind, startTelemetry, traceparent } from './telemetry.ts'
export { openTrust, type Trust } from './trust.ts'
export { unitOfWork } from './unit-of-work.ts'
export { findUpload, readUpload, type StoredUpload } from './uploads.ts'
export { type WithoutNulls, withoutNulls } from './without-nulls.ts'
export { enqueueIn } from './work-queue.ts'
