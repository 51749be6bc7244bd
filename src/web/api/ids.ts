import { z } from '@hono/zod-openapi'
import { PREFIXES, type Noun } from '#platform/public-ids.ts'

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
