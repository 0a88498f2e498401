/** Load over HTTP on loopback, bounded in time and connections. */
import autocannon from 'autocannon'

export interface Load {
  readonly url: string
  readonly method?: 'GET' | 'POST'
  readonly headers?: Record<string, string>
  readonly body?: string
  /** Made anew for each request. */
  readonly headersOf?: () => Record<string, string>
  readonly seconds: number
  readonly connections?: number
}

/** @returns requests answered per second. @throws where one of them was not answered with 2xx. */
export async function requestsPerSecond({
  url,
  method = 'GET',
  headers = {},
  headersOf,
  body,
  seconds,
  connections = 32,
}: Load): Promise<number> {
  const result = await autocannon({
    url,
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    connections,
    duration: seconds,
    ...(headersOf ? { requests: [{ setupRequest: (request) => ({ ...request, headers: { ...request.headers, ...headersOf() } }) }] } : {}),
  })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} answers were not 2xx, ${result.errors} requests failed`)
  return result['2xx'] / result.duration
}
