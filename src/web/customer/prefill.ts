import { cleanText } from '#platform/forms.ts'
import type { WebContext } from '../deps.ts'

/** What the site around a booking page knows of its visitor: the form begins with it, and they may change it. */
export type Prefill = Readonly<Record<string, string>>

/** As long as the form takes them. */
const LONGEST = { name: 200, email: 254 }

/** Sealed by us: whose credit pays, and which form was filled in before. What cannot be opened counts for nothing. */
const SEALED = ['credit', 'again']
const LONGEST_SEAL = 600

/** Reads `name` and `email` of the address. They are what somebody typed somewhere, so nothing rests on them. */
export function readPrefill(c: WebContext): Prefill {
  const entries = Object.entries(LONGEST).map(([name, longest]) => {
    const letters = [...cleanText(c.req.query(name) ?? '').replaceAll('\n', ' ')]
    return [name, letters.slice(0, longest).join('')] as const
  })
  const sealed = readSealed((name) => c.req.query(name) ?? '')
  return { ...Object.fromEntries(entries.filter(([, text]) => text !== '')), ...sealed }
}

/** The sealed parts alone, from an address or from a form. */
export function readSealed(valueOf: (name: string) => string): Prefill {
  const found = SEALED.map((name) => [name, valueOf(name)] as const)
  return Object.fromEntries(found.filter(([, text]) => text.length <= LONGEST_SEAL && /^[\w.-]+$/.test(text)))
}

/** Adds them to an address of the booking flow, so that they reach the form. */
export function withPrefill(address: string, prefill: Prefill): string {
  const [path, fragment] = address.split('#')
  const query = Object.entries(prefill).map(([name, text]) => `${name}=${encodeURIComponent(text)}`)
  if (query.length === 0) return address
  return `${path}${path!.includes('?') ? '&' : '?'}${query.join('&')}${fragment ? `#${fragment}` : ''}`
}

/** The same for a form that is sent by GET. */
export function prefillFields(prefill: Prefill): { name: string; value: string }[] {
  return Object.entries(prefill).map(([name, value]) => ({ name, value }))
}
