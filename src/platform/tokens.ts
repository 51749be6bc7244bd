import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits, safe in an address or a cookie. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What the database keeps of a token. Tokens carry 256 bits, so a plain hash cannot be searched. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** A token that can be made again from the secret and the same parts, and from nothing else. */
export function deriveToken(secret: string, purpose: string, ...parts: (string | number)[]): string {
  return createHmac('sha256', secret)
    .update([purpose, ...parts].join('\u0000'))
    .digest('base64url')
}

/**
 * Seals a value into text that a browser may hold and hand back: readable, but not changeable.
 * `purpose` keeps a seal made for one form from being used in another.
 */
export function seal(secret: string, purpose: string, value: string): string {
  const body = Buffer.from(value).toString('base64url')
  return `${body}.${deriveToken(secret, `seal:${purpose}`, body)}`
}

/** The sealed value, or null when it was not sealed by us for this purpose. */
export function unseal(secret: string, purpose: string, sealed: string): string | null {
  const [body, signature, ...rest] = sealed.split('.')
  if (!body || !signature || rest.length > 0) return null
  const expected = Buffer.from(deriveToken(secret, `seal:${purpose}`, body))
  const given = Buffer.from(signature)
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null
  return Buffer.from(body, 'base64url').toString()
}

/** The id of sealed content: the same content always has the same id. */
export function contentId(content: string): string {
  return createHash('sha256').update(content).digest('base64url')
}
