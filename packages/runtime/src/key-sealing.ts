import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { ConfigError } from './config.ts'

const ivBytes = 12
const tagBytes = 16

/**
 * Seals private keys before they enter the database, so that a backup or a reader of the database alone cannot sign with
 * them: it takes the key of the configuration, too. AES-256-GCM, bound to the key's id.
 */
export class KeySealing {
  readonly #key: Buffer
  readonly #remedy: string

  /**
   * @param key    32 bytes.
   * @param remedy a sentence for who runs it with another key than before: what to do where the old one is lost.
   */
  constructor(key: Buffer, remedy: string) {
    this.#key = key
    this.#remedy = remedy
  }

  seal(kid: string, privateKey: Buffer): Buffer {
    const iv = randomBytes(ivBytes)
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(Buffer.from(kid))
    const sealed = Buffer.concat([cipher.update(privateKey), cipher.final()])
    return Buffer.concat([iv, cipher.getAuthTag(), sealed])
  }

  /** @throws ConfigError where it was sealed with another key. */
  open(kid: string, sealed: Buffer): Buffer {
    const iv = sealed.subarray(0, ivBytes)
    const decipher = createDecipheriv('aes-256-gcm', this.#key, iv).setAAD(Buffer.from(kid))
    decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes))
    try {
      return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()])
    } catch (cause) {
      throw new ConfigError(`KEY_ENCRYPTION_KEY is not the one that the keys were sealed with. Give the old one back. ${this.#remedy}`, {
        cause,
      })
    }
  }
}
