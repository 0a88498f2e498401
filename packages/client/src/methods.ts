/** What a method of the client looks like, by the kind of its operation. */
import type { DeclaredProblem, Refusal } from './errors.ts'

export interface CallOptions {
  /** Gives up at once, with the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for the whole call with all its tries. Default: the client's. */
  readonly timeoutMs?: number | undefined
}

export interface CommandOptions extends CallOptions {
  /**
   * 1 to 255 visible ASCII characters. Default: one that is made for this call, which covers the tries of this call alone. Give your own,
   * kept with your work, so that a command goes on after a crash of your program without being done twice. Valid for 7 days.
   */
  readonly idempotencyKey?: string | undefined
}

export interface VersionedCommandOptions extends CommandOptions {
  /** Only if this is still the `version`: else `stale-version`, and nothing is changed. */
  readonly ifVersion?: number | undefined
}

/** A part of what every method has. */
export interface Refusable<P extends DeclaredProblem> {
  /** Whether the error is a refusal that this operation declares, or one that any can answer; narrows `name` and `details`. */
  refused(error: unknown): error is Refusal<P>
}

type Arguments<Input, Options> = Record<never, never> extends Input ? [input?: Input, options?: Options] : [input: Input, options?: Options]

/** Reads. Repeated as often as it takes. */
export interface QueryMethod<Input, Output, P extends DeclaredProblem> extends Refusable<P> {
  (...parameters: Arguments<Input, CallOptions>): Promise<Output>
}

/** Reads one thing that has a `version`. */
export interface VersionedQueryMethod<Input, Output, P extends DeclaredProblem> extends Refusable<P> {
  /** @returns undefined where `unlessVersion` is still its version. */
  (input: Input, options: CallOptions & { readonly unlessVersion: number }): Promise<Output | undefined>
  (...parameters: Arguments<Input, CallOptions>): Promise<Output>
}

export interface Page<Item> {
  items: Item[]
  /** The next page's `after`; absent on the last. */
  next?: string
}
type ItemOf<P> = P extends { items: (infer Item)[] } ? Item : never

/** Reads a list: called, one page of it. */
export interface PagedQueryMethod<Input, Output, P extends DeclaredProblem> extends QueryMethod<Input, Output, P> {
  /** Every item, page by page as they are asked for. */
  each(...parameters: Arguments<Input, CallOptions>): AsyncIterableIterator<ItemOf<Output>>
  /** Every page. */
  pages(...parameters: Arguments<Input, CallOptions>): AsyncIterableIterator<Output>
}

export interface Changes<Item> {
  /** New, or changed since: replace yours. Expect repeats. */
  readonly items: readonly Item[]
  /** Ids that left your view: remove them. */
  readonly gone: readonly string[]
  /** On the last page of a round: keep it, once all of the round is in your copy, and begin the next round with it. */
  readonly updatedUntil: string | undefined
}

export interface FollowOptions extends CallOptions {
  /** Milliseconds between two rounds. Absent: one round, then the end. */
  readonly everyMs?: number | undefined
}

/** Reads a list of which a copy can be kept true. */
export interface FollowedQueryMethod<Input, Output, P extends DeclaredProblem> extends PagedQueryMethod<Input, Output, P> {
  /** All of it, or with `updatedSince` what changed; a page at a time. */
  changes(...parameters: Arguments<Input, FollowOptions>): AsyncIterableIterator<Changes<ItemOf<Output>>>
}

/** Reads what is no JSON. `timeoutMs` bounds the wait for the answer's beginning alone. */
export interface StreamMethod<Input, P extends DeclaredProblem> extends Refusable<P> {
  (...parameters: Arguments<Input, CallOptions & { readonly lastEventId?: string | undefined }>): Promise<Response>
}

/** Changes something. Repeated with its idempotency key, so that it is done once. */
export interface CommandMethod<Input, Output, P extends DeclaredProblem> extends Refusable<P> {
  (...parameters: Arguments<Input, CommandOptions>): Promise<Output>
}

/** Changes something that others may change, too. */
export interface VersionedCommandMethod<Input, Output, P extends DeclaredProblem> extends Refusable<P> {
  (...parameters: Arguments<Input, VersionedCommandOptions>): Promise<Output>
}

export interface UploadOptions extends CallOptions {
  /** Media type; one that the operation accepts. Default: the Blob's, or the only one accepted. */
  readonly type?: string | undefined
  /** Goes on with one that was begun: its `id`. The file must be the same. */
  readonly resume?: string | undefined
  /** Bytes sent in one request. Default 8 MiB: so much is sent again where a connection breaks without a trace. */
  readonly partBytes?: number | undefined
  /** When it is announced, and after each part. Keep `id`, and a restarted program can go on. `timeoutMs` counts from each progress anew. */
  onProgress?(progress: { readonly id: string; readonly sentBytes: number; readonly totalBytes: number }): void
}

export interface Uploaded {
  /** By which other operations name the file. */
  readonly id: string
  readonly bytes: number
}

/** Sends a file, resumable (tus 1.0). A Blob of `fs.openAsBlob(path)` is read as it is sent, whatever its size. */
export interface UploadMethod<Input, P extends DeclaredProblem> extends Refusable<P> {
  (input: Input & { readonly file: Blob | Uint8Array | string }, options?: UploadOptions): Promise<Uploaded>
}
