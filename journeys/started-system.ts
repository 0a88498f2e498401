/** A started system, as a journey sees it. */
import type { Sandbox } from '@nlc/infra/local/sandbox'

export interface SystemUnderTest {
  readonly sandbox: Sandbox
  readonly natsUrl: string
  /** The credentials file of a service. */
  natsCredentials(service: string): string | Promise<string>
  stop(): Promise<void>
}
