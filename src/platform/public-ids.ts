/** How ids look outside: a prefix that says what they name, and the id without its dashes. */
export const PREFIXES = {
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
  /** A fact as webhooks name it: the id that stays the same however often it is sent. */
  event: 'evt',
  delivery: 'dlv',
  webhook: 'we',
  apiKey: 'key',
  timeOff: 'off',
  payment: 'pay',
  refund: 'rfd',
  invoice: 'inv',
  invoiceLine: 'il',
  feeDecision: 'fee',
  discountCode: 'dsc',
  credit: 'crd',
  /** Something a customer asks of the team. */
  ask: 'ask',
  waitlistEntry: 'wle',
  waitlistOffer: 'wlo',
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

/** The id as the database has it. Only for text that was checked to be an id of a noun. */
export function readId(shown: string): string {
  const hex = shown.slice(shown.indexOf('_') + 1)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
