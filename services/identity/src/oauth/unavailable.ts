import { isOutage } from '@nlc/runtime'
import { errors } from 'oidc-provider'

/** An answer of OAuth's kind where it is not the client's fault. The library would hide what is wrong; here the client shall know. */
export function unavailable(description: string, cause: unknown): Error {
  const error = new errors.OIDCProviderError(503, 'temporarily_unavailable')
  return Object.assign(error, { cause, expose: true, error_description: description })
}

/** The database is away: to be tried again. */
export async function unlessOutage<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking
  } catch (cause) {
    throw isOutage(cause) ? unavailable('tokens cannot be given now: try again', cause) : cause
  }
}
