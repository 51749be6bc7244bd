import { now } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, type Reader } from '#platform/db.ts'
import { authorOf, may, type MemberScope, type Scope } from '#domain/access/scope.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'

/** Sites that may show the booking pages of one organization. */
export const MOST_EMBED_ORIGINS = 20

export type EmbedOriginsRefusal =
  | { code: 'not_permitted' }
  /** `line` counts from 1 and names the first line that cannot be used. */
  | { code: 'not_a_site'; line: number }
  | { code: 'site_without_https'; line: number }
  | { code: 'too_many_sites'; most: number }

/**
 * Replaces the list of sites that may show the booking pages. Lines are what people typed: an address of the site,
 * with or without a path; empty ones are left out. Answers with the origins as they are kept, each of them once.
 */
export async function saveEmbedOrigins(
  context: Context,
  scope: MemberScope,
  lines: readonly string[],
): Promise<Outcome<string[], EmbedOriginsRefusal>> {
  if (!may(scope, 'integration.edit')) return refuse({ code: 'not_permitted' })
  const read = readEmbedOrigins(lines)
  if (!read.ok) return read
  return inTransaction(context.db, async (tx) => {
    const before = await tx
      .selectFrom('organizations')
      .where('id', '=', scope.orgId)
      .select('embed_origins')
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (before.embed_origins.join('\n') === read.value.join('\n')) return read
    await tx
      .updateTable('organizations')
      .set({ embed_origins: read.value })
      .where('id', '=', scope.orgId)
      .execute()
    await insertFact(tx, {
      orgId: scope.orgId,
      kind: 'organization.changed',
      at: await now(tx, scope.orgId),
      ...authorOf(scope),
      payload: { fields: ['embedOrigins'] },
    })
    return read
  })
}

/** The sites that may show the booking pages, as they were written down. */
export async function loadEmbedOrigins(db: Reader, scope: Scope): Promise<string[]> {
  const row = await db
    .selectFrom('organizations')
    .where('id', '=', scope.orgId)
    .select('embed_origins')
    .executeTakeFirstOrThrow()
  return row.embed_origins
}

/** The origins that these lines name, each of them once, or the first line that names none. */
export function readEmbedOrigins(lines: readonly string[]): Outcome<string[], EmbedOriginsRefusal> {
  const origins = new Set<string>()
  for (const [index, text] of lines.entries()) {
    if (text.trim() === '') continue
    const url = siteOf(text.trim())
    if (!url) return refuse({ code: 'not_a_site', line: index + 1 })
    if (url.protocol !== 'https:' && !isThisMachine(url))
      return refuse({ code: 'site_without_https', line: index + 1 })
    origins.add(url.origin)
  }
  return origins.size > MOST_EMBED_ORIGINS
    ? refuse({ code: 'too_many_sites', most: MOST_EMBED_ORIGINS })
    : done([...origins])
}

// An origin stands in a header that lists sites between spaces and ends at a semicolon, and a star in it means any
// site. So only plain names and IPv4 addresses are taken, although URLs allow more.
const PLAIN_HOST = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/

function siteOf(text: string): URL | null {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`)
  if (!url || !/^https?:$/.test(url.protocol)) return null
  const isPlain = PLAIN_HOST.test(url.hostname) && url.hostname.length <= 253
  return isPlain && url.username === '' && url.password === '' ? url : null
}

function isThisMachine({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1'
}
