import { randomBytes, randomInt } from 'node:crypto'
import { processNow } from './clock.ts'

// Where the last id of this process stands: its millisecond, and its place within it.
let lastMs = 0
let place = 0

/**
 * A UUIDv7: sorted by the time it was made, so that new rows stay together in every index. Those that one process makes
 * in the same millisecond sort as they were made, because facts of one change are read in the order of their ids.
 */
export function newId(): string {
  const bytes = randomBytes(16)
  const nowMs = processNow().epochMilliseconds
  place += 1
  if (nowMs > lastMs || place > 0xfff) {
    lastMs = Math.max(nowMs, lastMs + 1)
    place = randomInt(0x400)
  }
  bytes.writeUIntBE(lastMs, 0, 6)
  bytes.writeUInt16BE(0x7000 | place, 6)
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** True for text that may be used as an id in a query; anything else would be a database error. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text)
}

// Without 0 O 1 I L: a reference is read out on the telephone.
const REFERENCE_LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** Six letters people can read out, unique per organization by constraint. Shown as `7KQ-4MD`. */
export function newReference(): string {
  return Array.from({ length: 6 }, () => REFERENCE_LETTERS[randomInt(REFERENCE_LETTERS.length)]).join('')
}

/** `7KQ4MD` as people see it: `7KQ-4MD`. */
export function spellReference(reference: string): string {
  return `${reference.slice(0, 3)}-${reference.slice(3)}`
}
