import { contentId, seal, unseal } from '#platform/tokens.ts'
import type { Scope } from '#domain/access/scope.ts'
import { toJson } from '#platform/db.ts'
import type { Quote } from './change.ts'

/** The id of a quote: a hash of what it says. */
export function quoteId(quote: Quote): string {
  return contentId(toJson(quote))
}

/** The quote as text that a form may carry; nobody can change it without the secret. */
export function sealQuote(secret: string, quote: Quote): string {
  return seal(secret, 'quote', toJson(quote))
}

/** The quote a form carried, or null when it was not sealed here or belongs to somebody else. */
export function openQuote(secret: string, sealed: string, scope: Scope): Quote | null {
  const text = unseal(secret, 'quote', sealed)
  if (text === null) return null
  const quote = JSON.parse(text) as Quote
  return belongsTo(quote, scope) ? quote : null
}

/** True when this quote was made for whoever presents it. */
export function belongsTo(quote: Quote, scope: Scope): boolean {
  const { actor } = scope
  if (quote.orgId !== scope.orgId || quote.actor.kind !== actor.kind) return false
  return actor.kind === 'member'
    ? quote.actor.id === actor.memberId
    : 'bookingId' in actor && actor.bookingId === quote.bookingId
}
