import type { FactSeen } from '#domain/bookings/facts-seen.ts'
import { showId, type Noun } from '#platform/public-ids.ts'
import { showMoney } from '#domain/money/show-money.ts'

/**
 * A fact's payload as programs read it: members in snake_case, ids with the prefix of what they name, amounts as
 * money. What each kind holds stands in domain/facts/fact.ts.
 */
export function showPayload({ payload, ownerKind }: Pick<FactSeen, 'payload' | 'ownerKind'>): Shown {
  const nouns = ownerKind === null ? NOUN_OF : { ...NOUN_OF, owner: ownerKind }
  return showMembers(payload, { nouns, currency: String(payload['currency'] ?? '') })
}

type Shown = Record<string, unknown>

interface Reading {
  nouns: Readonly<Record<string, Noun>>
  currency: string
}

/** Members that hold an id, or several, and what it names. */
const NOUN_OF: Readonly<Record<string, Noun>> = {
  session: 'session',
  sessions: 'session',
  policyVersion: 'policyVersion',
  policy: 'policy',
  delivery: 'delivery',
  member: 'member',
  requestedBy: 'member',
  resource: 'resource',
  eventType: 'eventType',
  page: 'page',
  apiKey: 'apiKey',
  endpoint: 'webhook',
  payment: 'payment',
  refund: 'refund',
  credit: 'credit',
  discountCode: 'discountCode',
  invoice: 'invoice',
  line: 'invoiceLine',
  ask: 'ask',
  guest: 'guest',
  entry: 'waitlistEntry',
  offer: 'waitlistOffer',
}

/** A reset's id is what its link is made from, and every amount has its currency beside it. */
const NOT_SHOWN = new Set(['reset', 'currency'])

function showMembers(members: object, reading: Reading): Shown {
  const shown = Object.entries(members)
    .filter(([key]) => !NOT_SHOWN.has(key))
    .map(([key, value]: [string, unknown]) =>
      key.endsWith('Minor')
        ? [key.slice(0, -'Minor'.length), showMoney(String(value), reading.currency)]
        : [inSnakeCase(key), showValue(key, value, reading)],
    )
  return Object.fromEntries(shown) as Shown
}

function showValue(key: string, value: unknown, reading: Reading): unknown {
  if (Array.isArray(value)) return value.map((entry) => showValue(key, entry, reading))
  if (typeof value === 'object' && value !== null) return showMembers(value, reading)
  if (typeof value !== 'string') return value
  const noun = reading.nouns[key]
  if (noun) return showId(noun, value)
  return key === 'fields' ? fieldName(value) : value
}

// As the field is called where it is set: amounts there are minor units, too.
function fieldName(name: string): string {
  return inSnakeCase(name.replace(/Minor$/, ''))
}

function inSnakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
