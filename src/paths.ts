/**
 * Every address of the product, once. Pages, mails and redirects build their links here, and the router mounts
 * the same patterns, so a link cannot point at a page that does not exist. Arguments are encoded.
 */
const enc = encodeURIComponent

type Query = Record<string, string | number | undefined>

function withQuery(path: string, query: Query): string {
  const pairs = Object.entries(query).filter(
    (entry): entry is [string, string | number] => entry[1] !== undefined && entry[1] !== '',
  )
  return pairs.length === 0
    ? path
    : `${path}?${pairs.map(([key, value]) => `${enc(key)}=${enc(value)}`).join('&')}`
}

export const paths = {
  home: () => '/',
  health: () => '/healthz',
  gallery: () => '/__gallery',

  // Public booking. Query of `times`: tz, month (2026-12), day (2026-12-03).
  bookingPage: (page: string, query: { tz?: string } = {}) => withQuery(`/book/${enc(page)}`, query),
  times: (
    page: string,
    eventType: string,
    query: { tz?: string; month?: string; day?: string; start?: string } = {},
  ) => withQuery(`/book/${enc(page)}/${enc(eventType)}`, query),
  details: (page: string, eventType: string, query: { start?: string; tz?: string } = {}) =>
    withQuery(`/book/${enc(page)}/${enc(eventType)}/details`, query),

  // A customer's link: the token is the key to this one booking. Query: do = reschedule | cancel | keep.
  manage: (
    token: string,
    query: { do?: string; tz?: string; month?: string; day?: string; session?: string; start?: string } = {},
  ) => withQuery(`/b/${enc(token)}`, query),
  /** POST: confirm a sealed quote (cancel or move). */
  commit: (token: string) => `/b/${enc(token)}/changes`,
  /** GET: check a chosen new time (old → new, reason). Query: session, start, tz. */
  moveCheck: (token: string, query: { session?: string; start?: string; tz?: string } = {}) =>
    withQuery(`/b/${enc(token)}/move`, query),
  /** POST: take a cancellation back. */
  undo: (token: string) => `/b/${enc(token)}/undo`,
  /** GET: ask for an exception. POST: ask it, or ask to move where the team decides. */
  ask: (token: string, query: { do?: string; session?: string; start?: string; tz?: string } = {}) =>
    withQuery(`/b/${enc(token)}/ask`, query),
  /** POST: take the question back. */
  withdrawAsk: (token: string) => `/b/${enc(token)}/ask/withdraw`,
  /** GET: suggest other times for a request. POST: do it. */
  suggest: (token: string, query: { tz?: string; month?: string; day?: string; start?: string } = {}) =>
    withQuery(`/b/${enc(token)}/suggest`, query),
  /** POST: a guest will not come. */
  leave: (token: string) => `/b/${enc(token)}/leave`,
  /** GET and POST: wait for a day, or for an earlier time than one's own (`booking` is that booking's link). */
  joinWaitlist: (
    page: string,
    eventType: string,
    query: { day?: string; tz?: string; booking?: string } = {},
  ) => withQuery(`/book/${enc(page)}/${enc(eventType)}/wait`, query),
  /** GET: one's place in the line, and what is offered. */
  waiting: (token: string) => `/w/${enc(token)}`,
  /** POST: take, decline, leave. */
  waitingAct: (token: string, act: string) => `/w/${enc(token)}/${enc(act)}`,
  /** What a browser shows without a connection. */
  offline: () => '/offline',
  /** GET: when and where one booking is, for the browser to keep for such a time. */
  offlineCopy: (token: string) => `/b/${enc(token)}/offline`,
  /** The service worker that keeps it. */
  offlineWorker: () => '/sw.js',
  /** POST: "I'll be there". */
  keep: (token: string) => `/b/${enc(token)}/keep`,
  /** GET: what just happened (`done` = booked | canceled | moved | kept, `quote` = id of the receipt). */
  result: (token: string, query: { done: string; quote?: string; session?: string; tz?: string }) =>
    withQuery(`/b/${enc(token)}/result`, query),
  /** GET: check and pay, for a booking that is held or still owes something. POST: ask to pay. */
  pay: (token: string, query: { quote?: string } = {}) => withQuery(`/b/${enc(token)}/pay`, query),
  /** GET: the customer came back from the provider. POST: look again. */
  paid: (token: string, paymentId: string) => `/b/${enc(token)}/pay/${enc(paymentId)}`,
  /** POST: give held times back and choose others. */
  release: (token: string) => `/b/${enc(token)}/release`,
  /** GET: the invoice as a page; `paper` is an id, or absent for the newest invoice. */
  invoice: (token: string, paper?: string) =>
    paper === undefined ? `/b/${enc(token)}/invoice` : `/b/${enc(token)}/invoice/${enc(paper)}`,
  invoicePdf: (token: string, paper: string) => `/b/${enc(token)}/invoice/${enc(paper)}.pdf`,
  /** The test provider's own page. GET shows it, POST pays or declines. */
  testBank: (reference: string) => `/test-bank/${enc(reference)}`,
  /** POST: events of a payment provider, signed with the organization's own secret. */
  providerEvents: (provider: string, orgId: string) => `/in/${enc(provider)}/${enc(orgId)}`,
  /** GET: the session's calendar file. */
  calendarFile: (token: string, sessionId: string) => `/b/${enc(token)}/${enc(sessionId)}.ics`,
  /** GET and POST: ask for the link again. */
  lostLink: () => '/link',

  /** Only while there is no organization. */
  setup: () => '/staff/setup',
  signIn: (query: { next?: string } = {}) => withQuery('/staff/sign-in', query),
  signOut: () => '/staff/sign-out',
  forgotPassword: () => '/staff/forgot-password',
  resetPassword: (token: string) => `/staff/reset-password/${enc(token)}`,
  activity: (query: Query = {}) => withQuery('/staff', query),
  staffBooking: (bookingId: string) => `/staff/bookings/${enc(bookingId)}`,
  markRead: (bookingId: string) => `/staff/bookings/${enc(bookingId)}/read`,
  staffCancel: (bookingId: string, query: { session?: string } = {}) =>
    withQuery(`/staff/bookings/${enc(bookingId)}/cancel`, query),
  staffMove: (
    bookingId: string,
    query: { session?: string; start?: string; month?: string; day?: string } = {},
  ) => withQuery(`/staff/bookings/${enc(bookingId)}/move`, query),
  /** GET asks about the call-out fee, POST marks that it could not be done. */
  staffFailed: (bookingId: string, query: { session?: string } = {}) =>
    withQuery(`/staff/bookings/${enc(bookingId)}/failed`, query),
  /** POST: decide on a fee that was asked about. */
  staffFee: (bookingId: string, decisionId: string) =>
    `/staff/bookings/${enc(bookingId)}/fees/${enc(decisionId)}`,
  /** GET and POST: write down money that came another way. */
  addPayment: (bookingId: string) => `/staff/bookings/${enc(bookingId)}/payments/new`,
  /** POST: approve or reject a payment that waits, charge a card that was left. */
  staffPayment: (paymentId: string, act: string) => `/staff/payments/${enc(paymentId)}/${enc(act)}`,
  chargeCard: (bookingId: string) => `/staff/bookings/${enc(bookingId)}/charge`,
  /** GET and POST: give money back. */
  addRefund: (bookingId: string, query: { payment?: string } = {}) =>
    withQuery(`/staff/bookings/${enc(bookingId)}/refunds/new`, query),
  refundQueue: (query: Query = {}) => withQuery('/staff/refunds', query),
  /** POST: approve, change, reject, mark as paid back, look again. */
  refundAct: (refundId: string, act: string) => `/staff/refunds/${enc(refundId)}/${enc(act)}`,
  payments: (query: Query = {}) => withQuery('/staff/payments', query),
  paymentsCsv: (query: Query = {}) => withQuery('/staff/payments.csv', query),
  staffInvoices: (query: Query = {}) => withQuery('/staff/invoices', query),
  staffInvoice: (invoiceId: string) => `/staff/invoices/${enc(invoiceId)}`,
  staffInvoicePdf: (invoiceId: string) => `/staff/invoices/${enc(invoiceId)}.pdf`,
  /** POST: void it, or change a fee line. */
  staffInvoiceAct: (invoiceId: string, act: string) => `/staff/invoices/${enc(invoiceId)}/${enc(act)}`,
  /** GET: what a customer asks, and the answers. POST: answer it. */
  answerAsk: (bookingId: string, askId: string) => `/staff/bookings/${enc(bookingId)}/asks/${enc(askId)}`,
  /** Everything that waits for an answer. */
  asks: (query: Query = {}) => withQuery('/staff/asks', query),
  /** GET and POST: give times up and ask the customer for others. */
  askToMove: (bookingId: string, query: { session?: string } = {}) =>
    withQuery(`/staff/bookings/${enc(bookingId)}/ask-to-move`, query),
  staffWaitlist: (query: Query = {}) => withQuery('/staff/waitlist', query),
  noShow: (bookingId: string) => `/staff/bookings/${enc(bookingId)}/no-show`,
  newLink: (bookingId: string) => `/staff/bookings/${enc(bookingId)}/link`,
  outbox: (query: Query = {}) => withQuery('/staff/outbox', query),
  delivery: (deliveryId: string) => `/staff/outbox/${enc(deliveryId)}`,
  resend: (deliveryId: string) => `/staff/outbox/${enc(deliveryId)}/resend`,
  settings: () => '/staff/settings',
  organizationSettings: () => '/staff/settings/organization',
  team: () => '/staff/settings/team',
  newMember: () => '/staff/settings/team/new',
  member: (memberId: string) => `/staff/settings/team/${enc(memberId)}`,
  hours: (ownerId: string) => `/staff/settings/hours/${enc(ownerId)}`,
  timeOff: (ownerId: string) => `/staff/settings/hours/${enc(ownerId)}/time-off`,
  resources: () => '/staff/settings/resources',
  eventTypes: () => '/staff/settings/event-types',
  newEventType: (query: { rule?: string } = {}) => withQuery('/staff/settings/event-types/new', query),
  eventType: (eventTypeId: string) => `/staff/settings/event-types/${enc(eventTypeId)}`,
  pages: () => '/staff/settings/pages',
  newPage: () => '/staff/settings/pages/new',
  page: (pageId: string) => `/staff/settings/pages/${enc(pageId)}`,
  policies: () => '/staff/settings/policies',
  newPolicy: () => '/staff/settings/policies/new',
  policy: (policyId: string) => `/staff/settings/policies/${enc(policyId)}`,
  /** GET lists, POST makes one and shows it once. */
  apiKeys: () => '/staff/settings/api-keys',
  revokeApiKey: (apiKeyId: string) => `/staff/settings/api-keys/${enc(apiKeyId)}/revoke`,
  webhooks: () => '/staff/settings/webhooks',
  newWebhook: () => '/staff/settings/webhooks/new',
  webhook: (endpointId: string) => `/staff/settings/webhooks/${enc(endpointId)}`,
  /** POST: a new signing secret. */
  webhookSecret: (endpointId: string) => `/staff/settings/webhooks/${enc(endpointId)}/secret`,
  removeWebhook: (endpointId: string) => `/staff/settings/webhooks/${enc(endpointId)}/remove`,
  embedding: () => '/staff/settings/embedding',

  // Money settings.
  financialSettings: () => '/staff/settings/money',
  paymentProviders: () => '/staff/settings/money/providers',
  /** POST: connects a provider, or switches it off. */
  paymentProvider: (provider: string) => `/staff/settings/money/providers/${enc(provider)}`,
  discountCodes: () => '/staff/settings/money/discounts',
  newDiscountCode: () => '/staff/settings/money/discounts/new',
  discountCode: (discountCodeId: string) => `/staff/settings/money/discounts/${enc(discountCodeId)}`,

  apiDocument: () => '/v1/openapi.json',
  apiDocs: () => '/v1/docs',
  apiWebhooks: () => '/v1/docs/webhooks',
  apiMcp: () => '/v1/docs/mcp',
  apiEmbedding: () => '/v1/docs/embedding',
  /** The reference with forms, for people who want to try a key. */
  apiTry: () => '/v1/docs/try',
  apiTryFile: (name: string) => `/v1/docs/try/${enc(name)}`,
  apiProblems: () => '/v1/problems',
  /** For programs that think in tools (MCP, streamable HTTP). */
  mcp: () => '/mcp',
  /** The script that puts booking pages into other sites. */
  embedScript: () => '/embed.js',

  demo: () => '/__demo',
  /** A key of the sample hiring team with all scopes. */
  demoKey: () => '/__demo/key.json',
  demoState: (id: string) => `/__demo/${enc(id)}`,
} as const
