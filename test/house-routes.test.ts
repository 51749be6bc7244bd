import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog } from '#platform/log.ts'
import { newId } from '#platform/ids.ts'
import { newToken } from '#platform/tokens.ts'
import { paths } from '#paths.ts'
import { OPERATIONS } from '../src/web/api/operations.ts'
import { createApp } from '../src/web/app.ts'
import { signInMember } from '../src/web/staff/login-cookie.ts'
import { makeWorld, type World } from './world.ts'

type PathName = keyof typeof paths

/** GET addresses that may write. Only a demonstration may, because it must be a link. */
const MAY_WRITE = new Set<string>(['demoState', 'demoKey'] satisfies PathName[])

let world: World
/** What Alva's browser sends once she has signed in. */
let cookie: string
let session: string
let delivery: string
beforeAll(async () => {
  world = await makeWorld({ demo: true })
  const { context, orgId, alva } = world
  cookie = `kept_login=${await signInMember(context, { orgId, memberId: alva.actor.memberId })}`
  session = (await world.load(world.cleo)).sessions[0]!.id
  delivery = (await context.reader.selectFrom('deliveries').select('id').executeTakeFirstOrThrow()).id
})
afterAll(() => world.close())

test('every address of src/paths.ts is served', () => {
  const patterns = servedPatterns()
  const unserved = Object.entries(addresses()).filter(
    ([, path]) => !patterns.some(({ matches }) => matches.test(path.split('?')[0]!)),
  )
  expect(unserved.map(([name, path]) => `paths.${name} ${path}`)).toEqual([])
})

test('every page has its address in src/paths.ts', () => {
  const patterns = servedPatterns()
  const all = Object.values(addresses()).map((path) => path.split('?')[0]!)
  const strays = patterns.filter(
    ({ pattern, matches }) => !OUTSIDE_PATHS.has(pattern) && !all.some((path) => matches.test(path)),
  )
  expect(strays.map(({ pattern }) => pattern)).toEqual([])
})

/*
 * Mail scanners open every link they see, and browsers fetch ahead. Seen to fail when the manage page marked its
 * booking as kept on GET, and when a page's GET wrote through the connection that only reads (it answered 500).
 */
test('opening an address changes nothing: every GET with real ids, as whoever has the link and as Alva', async () => {
  const before = await world.checksum()
  const visited = Object.entries(addresses()).filter(([name]) => !MAY_WRITE.has(name))
  const answers: { name: string; stranger: number; alva: number }[] = []
  for (const [name, path] of visited) {
    const stranger = (await world.visit(path)).status
    answers.push({ name, stranger, alva: (await world.visit(path, { cookie })).status })
  }
  expect(await world.checksum()).toBe(before)
  expect(answers.filter(({ stranger, alva }) => stranger >= 500 || alva >= 500)).toEqual([])
  // Without pages that answer, nothing was shown.
  expect(answers.filter(({ alva }) => alva === 200).length).toBeGreaterThan(25)
})

// Seen to fail when requireMember let everybody through.
test('Dag, who has no login, sees no staff page but the doors', async () => {
  const doors = [paths.signIn(), paths.forgotPassword(), paths.resetPassword(''), paths.setup()]
  const inside = Object.values(addresses()).filter(
    (path) => path.startsWith('/staff') && !doors.some((door) => path.startsWith(door)),
  )
  expect(inside.length).toBeGreaterThan(20)
  for (const path of inside) {
    const { status, headers } = await world.visit(path)
    expect([path, status]).toEqual([path, 303])
    expect(headers.get('location')).toMatch(/^\/staff\/sign-in/)
  }
})

/** Routes that no link of ours leads to by name: files of the build, and what browsers ask for by themselves. */
const OUTSIDE_PATHS = new Set(['/assets/*', '/favicon.ico', '/robots.txt', '/v1/*', ...operationPaths()])

/** The API has a list of its own; its document names every address, and programs find them there. */
function operationPaths(): string[] {
  return OPERATIONS.map(({ path }) => path.replaceAll(/\{(\w+)\}/g, ':$1'))
}

/** Each address once, with arguments that exist. A new path does not compile until it is here. */
function addresses(): Record<PathName, string> {
  const { token, bookingId } = world.cleo
  const start = '2026-12-04T19:30:00Z'
  const member = world.alva.actor.memberId
  return {
    home: paths.home(),
    health: paths.health(),
    gallery: paths.gallery(),
    bookingPage: paths.bookingPage('hiring'),
    times: paths.times('hiring', 'panel', { tz: 'Europe/London' }),
    details: paths.details('hiring', 'panel', { start }),
    manage: paths.manage(token, { do: 'cancel' }),
    commit: paths.commit(token),
    moveCheck: paths.moveCheck(token, { session, start }),
    keep: paths.keep(token),
    result: paths.result(token, { done: 'booked' }),
    calendarFile: paths.calendarFile(token, session),
    undo: paths.undo(token),
    ask: paths.ask(token),
    withdrawAsk: paths.withdrawAsk(token),
    suggest: paths.suggest(token),
    leave: paths.leave(token),
    joinWaitlist: paths.joinWaitlist('hiring', 'panel', { day: '2026-12-04' }),
    waiting: paths.waiting('unknown'),
    waitingAct: paths.waitingAct('unknown', 'take'),
    offline: paths.offline(),
    offlineCopy: paths.offlineCopy(token),
    offlineWorker: paths.offlineWorker(),
    answerAsk: paths.answerAsk(bookingId, newId()),
    asks: paths.asks(),
    askToMove: paths.askToMove(bookingId),
    staffWaitlist: paths.staffWaitlist(),
    pay: paths.pay(token),
    paid: paths.paid(token, newId()),
    release: paths.release(token),
    invoice: paths.invoice(token),
    invoicePdf: paths.invoicePdf(token, newId()),
    testBank: paths.testBank('tbp_unknown'),
    providerEvents: paths.providerEvents('fake', newId()),
    lostLink: paths.lostLink(),
    setup: paths.setup(),
    signIn: paths.signIn(),
    signOut: paths.signOut(),
    forgotPassword: paths.forgotPassword(),
    resetPassword: paths.resetPassword(newToken()),
    activity: paths.activity({ open: bookingId }),
    staffBooking: paths.staffBooking(bookingId),
    markRead: paths.markRead(bookingId),
    staffCancel: paths.staffCancel(bookingId),
    staffMove: paths.staffMove(bookingId),
    noShow: paths.noShow(bookingId),
    staffFailed: paths.staffFailed(bookingId),
    staffFee: paths.staffFee(bookingId, newId()),
    addPayment: paths.addPayment(bookingId),
    staffPayment: paths.staffPayment(newId(), 'approve'),
    chargeCard: paths.chargeCard(bookingId),
    addRefund: paths.addRefund(bookingId),
    refundQueue: paths.refundQueue(),
    refundAct: paths.refundAct(newId(), 'approve'),
    payments: paths.payments(),
    paymentsCsv: paths.paymentsCsv(),
    staffInvoices: paths.staffInvoices(),
    staffInvoice: paths.staffInvoice(newId()),
    staffInvoicePdf: paths.staffInvoicePdf(newId()),
    staffInvoiceAct: paths.staffInvoiceAct(newId(), 'void'),
    newLink: paths.newLink(bookingId),
    outbox: paths.outbox(),
    delivery: paths.delivery(delivery),
    resend: paths.resend(delivery),
    settings: paths.settings(),
    organizationSettings: paths.organizationSettings(),
    team: paths.team(),
    newMember: paths.newMember(),
    member: paths.member(member),
    hours: paths.hours(member),
    timeOff: paths.timeOff(member),
    resources: paths.resources(),
    eventTypes: paths.eventTypes(),
    newEventType: paths.newEventType(),
    eventType: paths.eventType(world.eventTypeId),
    pages: paths.pages(),
    newPage: paths.newPage(),
    page: paths.page(world.pageId),
    policies: paths.policies(),
    newPolicy: paths.newPolicy(),
    policy: paths.policy(world.policyId),
    apiKeys: paths.apiKeys(),
    revokeApiKey: paths.revokeApiKey(newId()),
    webhooks: paths.webhooks(),
    newWebhook: paths.newWebhook(),
    webhook: paths.webhook(newId()),
    webhookSecret: paths.webhookSecret(newId()),
    removeWebhook: paths.removeWebhook(newId()),
    embedding: paths.embedding(),
    financialSettings: paths.financialSettings(),
    paymentProviders: paths.paymentProviders(),
    paymentProvider: paths.paymentProvider('fake'),
    discountCodes: paths.discountCodes(),
    newDiscountCode: paths.newDiscountCode(),
    discountCode: paths.discountCode(world.pageId),
    apiDocument: paths.apiDocument(),
    apiDocs: paths.apiDocs(),
    apiWebhooks: paths.apiWebhooks(),
    apiMcp: paths.apiMcp(),
    apiEmbedding: paths.apiEmbedding(),
    apiTry: paths.apiTry(),
    apiTryFile: paths.apiTryFile('swagger-ui.css'),
    apiProblems: paths.apiProblems(),
    mcp: paths.mcp(),
    embedScript: paths.embedScript(),
    demo: paths.demo(),
    demoKey: paths.demoKey(),
    demoState: paths.demoState('N1'),
  }
}

/** What the application answers by name; catch-alls and middleware serve no address of their own. */
function servedPatterns(): { pattern: string; matches: RegExp }[] {
  const app = createApp({
    config: world.config,
    context: world.context,
    log: createLog('error', { json: false }),
  })
  const patterns = app.routes
    .filter(({ method }) => method === 'GET' || method === 'POST')
    .map(({ path }) => path)
  return [...new Set(patterns)].map((pattern) => ({ pattern, matches: toRegExp(pattern) }))
}

// Hono's patterns: `:name` is one part of a path, `:name{[a-z]+}` one of a given shape, `*` everything.
function toRegExp(pattern: string): RegExp {
  const source = pattern.replaceAll(/:\w+(?:\{([^}]*)\})?|\*|[.+]/g, (found, shape?: string) => {
    if (found.startsWith(':')) return shape ? `(?:${shape})` : '[^/]+'
    return found === '*' ? '.*' : `\\${found}`
  })
  return new RegExp(`^${source}$`)
}
