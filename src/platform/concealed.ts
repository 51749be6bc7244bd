import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { deriveToken } from './tokens.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Hides text from whoever reads the database without the installation's secret. `purpose` says what it is and whose:
 * nothing that was hidden for one purpose opens for another.
 */
export function conceal(secret: string, purpose: string, text: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, purpose), nonce)
  const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString('base64url')
}

/** The text again, or null when it was hidden with another secret, for another purpose, or changed since. */
export function reveal(secret: string, purpose: string, concealed: string): string | null {
  const bytes = Buffer.from(concealed, 'base64url')
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', keyFor(secret, purpose), bytes.subarray(0, NONCE_BYTES))
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  try {
    return Buffer.concat([
      decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)),
      decipher.final(),
    ]).toString('utf8')
  } catch {
    return null
  }
}

function keyFor(secret: string, purpose: string): Buffer {
  return Buffer.from(deriveToken(secret, 'conceal', purpose), 'base64url')
}
