import { work } from '@nlc/runtime'
import { forgetDead } from './used-jwts.ts'

const hourMs = 3_600_000

export const forgetUsedJwts = work(
  'identity.forget-used-jwts',
  { input: {}, maxAttempts: Number.POSITIVE_INFINITY },
  async (_input, _state, { sql, now }) => {
    await forgetDead(sql)
    return { state: null, next: new Date(now.getTime() + hourMs) }
  },
)
