import { RotateSigningKey, SigningKeyRotated } from '@nlc/contracts/identity'
import { handle } from '@nlc/runtime'
import { requireKeeper } from '../clients/client-record.ts'
import type { Settings } from '../config.ts'
import { signingKeys } from './list-signing-keys.ts'
import { publishTrust } from './publish-trust.ts'
import { rotate } from './rotate.ts'

export const rotateSigningKey = (settings: () => Settings) =>
  handle(RotateSigningKey, async ({ withdraw = false }, { sql, caller, emit }) => {
    requireKeeper(caller)
    const { issuer, sealing, tokenSeconds } = settings()
    const keyId = await rotate(sql, sealing, { tokenSeconds, withdraw })
    emit(SigningKeyRotated, { issuer, keyId, withdrawn: withdraw })
    await publishTrust(issuer, { sql, emit })
    return { keys: await signingKeys(sql) }
  })
