import { createHash } from 'node:crypto'
import type { AppDeps, WebContext } from './deps.ts'

/** How customers reach a business. */
export interface Contact {
  name: string
  contactEmail: string | null
  contactPhone: string | null
}

const MOST_KNOWN = 2_000

/** Per running product: the business by the address at which it was met, the oldest first. */
const known = new WeakMap<AppDeps, Map<string, Contact>>()

/**
 * Keeps in memory whose page this is, so that the page for a day on which the database does not answer can still say
 * whom to call (ux M19).
 */
export function rememberBusiness(c: WebContext, { name, contactEmail, contactPhone }: Contact): void {
  const key = keyOf(c.req.path)
  if (!key) return
  const all = known.get(c.var.deps) ?? new Map<string, Contact>()
  known.set(c.var.deps, all)
  all.delete(key)
  all.set(key, { name, contactEmail, contactPhone })
  if (all.size > MOST_KNOWN) all.delete(all.keys().next().value!)
}

/**
 * The business whose page was asked for: the one met at this address before, or the only one that this installation
 * has shown. Null where that is not certain: nobody is sent to somebody else's telephone.
 */
export function knownBusiness(c: WebContext): Contact | null {
  const key = keyOf(c.req.path)
  const all = known.get(c.var.deps)
  if (!key || !all) return null
  return all.get(key) ?? onlyOne([...all.values()])
}

function onlyOne([first, ...others]: Contact[]): Contact | null {
  const isOne = others.every(
    (other) =>
      other.name === first?.name &&
      other.contactPhone === first.contactPhone &&
      other.contactEmail === first.contactEmail,
  )
  return first && isOne ? first : null
}

// A link's token opens a booking, so what lies in memory is only what it hashes to.
function keyOf(path: string): string | null {
  const page = /^\/(?:b|w|book)\/[^/]+/.exec(path)?.[0]
  return page ? createHash('sha256').update(page).digest('base64') : null
}
