import { z } from '@hono/zod-openapi'

/** How ids look outside: a prefix that says what they name, and the id without its dashes. */
const PREFIXES = {
  organization: 'org',
  eventType: 'et',
  page: 'pg',
  member: 'mem',
  resource: 'res',
  policy: 'pol',
  policyVersion: 'pv',
  booking: 'bk',
  session: 'ses',
  customer: 'cus',
  guest: 'gst',
  fact: 'fct',
  delivery: 'dlv',
  webhook: 'we',
  apiKey: 'key',
  timeOff: 'off',
} as const

export type Noun = keyof typeof PREFIXES

/** The id as programs see it: `bk_0193a2…`. */
export function showId(noun: Noun, id: string): string {
  return `${PREFIXES[noun]}_${id.replaceAll('-', '')}`
}

/** The same for an id that may be absent. */
export function showIdOrNull(noun: Noun, id: string | null): string | null {
  return id === null ? null : showId(noun, id)
}

/** The id as the database has it. Only for text that `idOf` accepted. */
export function readId(shown: string): string {
  const hex = shown.slice(shown.indexOf('_') + 1)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The schema of an id of this noun. */
export function idOf(noun: Noun) {
  const prefix = PREFIXES[noun]
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-f]{32}$`))
    .openapi({ example: `${prefix}_0193a2b4c5d67e8f90a1b2c3d4e5f607` })
}

/** A host of a session is a member or a resource; which of them, its prefix says. */
export function idOfOwner() {
  return z
    .string()
    .regex(/^(mem|res)_[0-9a-f]{32}$/)
    .openapi({ example: 'mem_0193a2b4c5d67e8f90a1b2c3d4e5f607' })
}
