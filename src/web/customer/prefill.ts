import { cleanText } from '#platform/forms.ts'
import type { WebContext } from '../deps.ts'

/** What the site around a booking page knows of its visitor: the form begins with it, and they may change it. */
export type Prefill = Readonly<Record<string, string>>

/** As long as the form takes them. */
const LONGEST = { name: 200, email: 254 }

/** Reads `name` and `email` of the address. They are what somebody typed somewhere, so nothing rests on them. */
export function readPrefill(c: WebContext): Prefill {
  const entries = Object.entries(LONGEST).map(([name, longest]) => {
    const letters = [...cleanText(c.req.query(name) ?? '').replaceAll('\n', ' ')]
    return [name, letters.slice(0, longest).join('')] as const
  })
  return Object.fromEntries(entries.filter(([, text]) => text !== ''))
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
