/** The words around the API's reference. Its readers write programs; it is in English only. */

/** What the operations of a tag are about. */
export function tagText(tag: string): string {
  return TAGS[tag] ?? ''
}

const TAGS: Record<string, string> = {
  Organization: 'Your business: its name, zone, currency and how customers reach it.',
  'Event types': 'What can be booked: duration, price, seats, number of sessions.',
  'Booking pages': 'Public addresses that offer event types.',
  Team: 'The people of the team, resources such as rooms, and when each can be booked.',
  Policies: 'What customers may do until when, and what it costs. A change of rules is a new version.',
  'Discount codes': 'Codes that take something off a new booking.',
  Payments: 'Money that customers paid, online or another way, and how they are asked for it.',
  Refunds: 'Money that goes back: asked for, approved, sent.',
  Fees: 'Fees that a team member decides on.',
  Invoices: 'What was sold, on paper: an invoice for every booking with money, and its credit notes.',
  Slots: 'The times that can be booked.',
  Bookings: 'Bookings with their sessions, and the two calls that change them.',
  Asks: 'What customers ask of the team: to book, to come at another time, for an exception; and the answers.',
  Customers: 'Who booked.',
  Facts: 'Everything that happened, one immutable entry each.',
  Deliveries: 'Every message that was sent or waits, with what became of it.',
  Public: 'What a booking page shows and takes, for programs without a key, such as a page of yours.',
  Webhooks: 'Addresses of yours that are told of what happens.',
}

/** The words of the pages /v1/docs, /v1/docs/try and /v1/problems. */
export const referenceText = {
  title: 'API reference',
  lead: 'Everything a page of Kept can do, a program can do, too.',
  skip: 'Skip to the text',
  brand: 'Kept',
  contents: 'Contents',
  guide: 'Guide',
  operations: 'Operations',
  schemas: 'Schemas',
  documentLink: 'OpenAPI document',
  tryLink: 'Try it in the browser',
  webhooksLink: 'Webhooks',
  mcpLink: 'Assistants',
  embeddingLink: 'Embedding',
  problemsLink: 'Problems',
  pages: 'Pages of the reference',
  scope: (scope: string) => `Needs the scope \`${scope}\`.`,
  noScope: 'Needs no key.',
  parameters: 'Parameters',
  body: 'Body',
  answer: (status: string) => `Answer ${status}`,
  fields: 'Fields',
  problems: 'Problems',
  field: 'Field',
  place: 'Where',
  type: 'Type',
  needed: 'Needed',
  yes: 'yes',
  no: 'no',
  meaning: 'Meaning',
  about: (what: string, operation: string) => `${what} of ${operation}`,
  places: { path: 'address', query: 'query', header: 'header', cookie: 'cookie' } as Record<string, string>,
  ofSchema: 'The fields of',
}

/** The words of /v1/problems. */
export const problemsText = {
  title: 'Problems',
  lead: 'What the API answers when it does not do what was asked. Codes never change; write your program by them.',
  shape:
    'Every problem is `application/problem+json` with `type`, `title`, `status`, `code`, `detail` and `request`, the id in our log.',
  fields:
    'Where one place is at fault, `field` names it: `/starts/0` in the body, `query:limit`, `path:booking` or `header:if-match`. A request with several mistakes lists them in `errors`.',
  code: 'Code',
  status: 'Status',
  means: 'What it means, and what to do',
  members: 'What comes with it',
}

/** The words of /v1/docs/try. */
export const viewerText = {
  title: 'Try the API',
  lead: 'Give it a key under "Authorize". What you send here really happens.',
  needsScript: 'This page needs JavaScript. The reference says the same without.',
}

/** What a table of fields says about the limits of a value. */
export const limitText = {
  range: (least: number | string, most: number | string, what: string) => `From ${least} to ${most}${what}.`,
  atMost: (most: number | string, what: string) => `At most ${most}${what}.`,
  atLeast: (least: number | string, what: string) => `At least ${least}${what}.`,
  characters: ' characters',
  entries: ' entries',
  otherwise: (value: string) => `Without it \`${value}\`.`,
  suchAs: (value: string) => `Such as \`${value}\`.`,
  matches: (pattern: string) => `Matches \`${pattern}\`.`,
  arrayOf: (type: string) => `array of ${type}`,
  either: ' or ',
  anything: 'any',
}

/** What headers of answers say. */
export const headerText = {
  etag: 'The revision of the booking, and a mark of its money. Send it back as `If-Match` or `If-None-Match`.',
  replayed: 'The answer to the first request with this Idempotency-Key, given again.',
  retryAfter: 'Seconds after which trying again can help, where it can.',
  limit: 'Requests this key may send in a minute.',
  remaining: 'Requests left in this minute.',
  reset: 'Seconds until the next minute of the key begins.',
}
