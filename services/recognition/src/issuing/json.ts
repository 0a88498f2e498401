/** An object as JSON has it, of which nothing is known yet. */
export type Json = Record<string, unknown>
