import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { sql } from 'kysely'
import { readConfig, type Config } from '../src/config.ts'
import { databaseNow, now } from '#platform/clock.ts'
import type { Context } from '#platform/context.ts'
import { openDatabase } from '#platform/db.ts'
import { createLog } from '#platform/log.ts'
import { scopeOfLink, scopeOfMember, systemScope, type CustomerScope, type LinkScope, type MemberScope, type SystemScope } from '#domain/access/scope.ts'
import { book, type BookingRequest } from '#domain/bookings/book.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { commitChange, type ChangeChoices } from '#domain/bookings/commit-change.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { saveEventType, type EventTypeInput } from '#domain/event-types/save-event-type.ts'
import { savePage } from '#domain/event-types/save-page.ts'
import { createOrganization, type NewOrganization } from '#domain/organizations/create-organization.ts'
import { moveClock } from '#domain/organizations/settings.ts'
import { OPEN_RULE, type ActionRule, type PolicyRules } from '#domain/policies/policy.ts'
import { saveHours } from '#domain/team/hours.ts'
import { addMember } from '#domain/team/members.ts'
import { linkToken } from '#domain/access/booking-links.ts'
import { testDatabase, type TestDatabase } from './database.ts'

/**
 * A hiring team in New York for tests: Alva owns it and leads the panel, Bo and Cy sit in it, Cleo in London is
 * the candidate with a booking and a link. Made through the use cases; `close` it in `afterAll`.
 */
export interface World {
  database: TestDatabase
  context: Context
  config: Config
  orgId: string
  scope: SystemScope
  policyId: string
  pageId: string
  eventTypeId: string
  alva: MemberScope
  bo: MemberScope
  cy: MemberScope
  /** Cleo's booking: Thursday 3 December 2026, 2:30pm in New York, 7:30pm in London. */
  cleo: CleosBooking
  /** Another booking of Cleo's, by default from Monday 7 December on, half an hour after the one before. */
  bookAgain(options?: Partial<BookingRequest>): Promise<CleosBooking>
  /** The link of one guest of a booking. */
  guestLink(booking: CleosBooking, guestId: string): string
  load(booking: { bookingId: string }): Promise<Booking>
  /** The organization's time. */
  now(): Promise<Temporal.Instant>
  /** Lets time pass for the organization, at once. */
  pass(duration: { minutes?: number; hours?: number; seconds?: number }): Promise<void>
  /** What somebody's browser gets when it opens an address. */
  visit(path: string, headers?: Record<string, string>): Promise<Response>
  /** What it gets when it sends a form. */
  send(path: string, fields: Record<string, string | string[]>, headers?: Record<string, string>): Promise<Response>
  /** A change made by a member, as the staff pages would. Throws when it is refused. */
  changeByStaff(member: MemberScope, booking: { bookingId: string }, change: { cancel?: string[]; reschedule?: { session: string; start: Temporal.Instant }[] }, choices?: ChangeChoices): Promise<void>
  /** One digest over every row of every table: equal before and after means that nothing was written. */
  checksum(): Promise<string>
  close(): Promise<void>
}

export interface CleosBooking {
  bookingId: string
  reference: string
  token: string
  scope: CustomerScope
}

export interface WorldOptions {
  /** Instant at which the organization's clock starts. */
  clock?: string
  rules?: { cancel?: Partial<ActionRule>; reschedule?: Partial<ActionRule> }
  organization?: Partial<NewOrganization>
  eventType?: Partial<EventTypeInput>
  /** What Cleo's first booking asks for; as many starts as the event type has sessions. */
  booking?: Partial<BookingRequest>
  /** Opens /__demo. */
  demo?: boolean
}

export const FIRST_START = Temporal.Instant.from('2026-12-03T19:30:00Z')

const OFFICE_HOURS = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute: 9 * 60, toMinute: 18 * 60 }))

export async function makeWorld(options: WorldOptions = {}): Promise<World> {
  const database = await testDatabase()
  const secret = 'a secret of at least thirty-two letters'
  const context: Context = { db: database.db, reader: openDatabase(database.url, { readOnly: true, max: 4 }), queue: database.queue, secret }
  const config = readConfig({ SECRET: secret, DATA_DIR: tmpdir(), PUBLIC_URL: 'http://kept.test', LOG_LEVEL: 'error', DEMO: options.demo ? '1' : '0' })
  const business = await makeBusiness(context, options)
  const { scope, pageId, eventTypeId } = business
  let booked = 0
  const bookAgain = async (request: Partial<BookingRequest> = {}): Promise<CleosBooking> => {
    const start = startOfBooking(booked)
    booked += 1
    const wanted = { ...cleosRequest(pageId, eventTypeId, start, `form ${booked}`), ...request }
    const outcome = await book(context, scope, wanted)
    if (!outcome.ok) throw new Error(`Cleo could not book: ${JSON.stringify(outcome.refusal)}`)
    return { ...outcome.value, scope: (await scopeOfLink(context.reader, outcome.value.token)) as CustomerScope }
  }
  const ask = lazyApp(config, context)
  const world: World = {
    database,
    context,
    config,
    ...business,
    cleo: await bookAgain(options.booking),
    bookAgain,
    guestLink: (booking, guestId) => linkToken(secret, scope.orgId, booking.bookingId, `guest:${guestId}`, 1),
    load: async ({ bookingId }) => (await loadBooking(context.reader, scope, bookingId))!,
    now: () => now(context.reader, scope.orgId),
    pass: (duration) => moveClock(context, scope, Temporal.Duration.from(duration).total('seconds')),
    visit: (path, headers = {}) => ask(path, { headers }),
    send: (path, fields, headers = {}) => ask(path, { method: 'POST', body: encode(fields), headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers } }),
    changeByStaff: (member, booking, change, choices = {}) => changeByStaff(context, member, booking.bookingId, change, choices),
    checksum: () => checksum(context),
    async close() {
      await context.reader.destroy()
      await database.drop()
    },
  }
  return world
}

/** The scope of whoever holds a link. */
export async function holderOf(world: World, token: string): Promise<LinkScope | null> {
  return scopeOfLink(world.context.reader, token)
}

async function makeBusiness(context: Context, options: WorldOptions) {
  const { orgId, ownerId, policyId } = await makeOrganization(context, options)
  const scope = systemScope(orgId)
  const boId = await addPanelist(context, scope, 'Bo', 'Engineer')
  const cyId = await addPanelist(context, scope, 'Cy', 'Designer')
  for (const id of [ownerId, boId, cyId]) await saveHours(context, scope, id, { weekly: OFFICE_HOURS, overrides: [] })
  const seats: EventTypeInput['seats'] = [
    { role: 'primary', label: 'Lead', candidates: [ownerId] },
    { role: 'additional', label: 'Engineering', candidates: [boId] },
    { role: 'additional', label: 'Design', candidates: [cyId] },
  ]
  const saved = await saveEventType(context, scope, null, { ...PANEL, seats, ...options.eventType })
  if (!saved.ok) throw new Error(`The event type was refused: ${saved.refusal.code}`)
  const { eventTypeId } = saved.value
  const page = await savePage(context, scope, null, {
    slug: 'hiring',
    title: 'Hiring at Kestrel',
    intro: '',
    ownerMemberId: ownerId,
    policyId: null,
    eventTypeIds: [eventTypeId],
    stakeholderIds: [],
    active: true,
  })
  if (!page.ok) throw new Error(`The page was refused: ${page.refusal.code}`)
  const member = async (id: string) => (await scopeOfMember(context.reader, orgId, id))!
  return { orgId, scope, policyId, eventTypeId, pageId: page.value.pageId, alva: await member(ownerId), bo: await member(boId), cy: await member(cyId) }
}

async function makeOrganization(context: Context, options: WorldOptions) {
  const clock = Temporal.Instant.from(options.clock ?? '2026-12-01T12:00:00Z')
  const until: ActionRule = { ...OPEN_RULE, allowed: { kind: 'until', noticeMinutes: 24 * 60 } }
  const rules: PolicyRules = { cancel: { ...until, ...options.rules?.cancel }, reschedule: { ...until, ...options.rules?.reschedule } }
  return createOrganization(context, {
    name: 'Kestrel',
    zone: 'America/New_York',
    locale: 'en-US',
    currency: 'USD',
    contactEmail: 'hiring@kestrel.example',
    contactPhone: '+1 212 555 0100',
    owner: { name: 'Alva', email: 'alva@kestrel.example', password: null, title: 'Head of hiring' },
    policy: { name: 'Default', rules },
    clockOffsetSeconds: Math.ceil((clock.epochMilliseconds - (await databaseNow(context.db)).epochMilliseconds) / 1000),
    ...options.organization,
  })
}

/** An event type without its seats, to start from. */
export const PANEL: Omit<EventTypeInput, 'seats'> = {
  slug: 'panel',
  name: 'Panel interview',
  description: 'Three of us talk with you about your work.',
  hostRule: 'panel',
  durationMinutes: 30,
  sessionCount: 1,
  stepMinutes: 30,
  minimumNoticeMinutes: 0,
  horizonDays: 60,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  dailyCap: null,
  weeklyCap: null,
  locationKind: 'video',
  locationDetail: 'https://video.kestrel.example/panel',
  priceMinor: 0n,
  paymentMode: 'free',
  policyId: null,
  rescheduleHosts: 'same',
  questions: [],
  active: true,
}

async function addPanelist(context: Context, scope: SystemScope, name: string, title: string): Promise<string> {
  const email = `${name.toLowerCase()}@kestrel.example`
  const added = await addMember(context, scope, { name, email, title, zone: 'America/New_York', roleKey: 'host', password: null })
  if (!added.ok) throw new Error(`${name} could not join: ${added.refusal.code}`)
  return added.value.memberId
}

function cleosRequest(pageId: string, eventTypeId: string, start: Temporal.Instant, requestKey: string): BookingRequest {
  return {
    pageId,
    eventTypeId,
    starts: [start],
    customer: { name: 'Cleo', email: 'cleo@mail.example', phone: '', zone: 'Europe/London', locale: 'en-GB' },
    guests: [],
    answers: [],
    requestKey,
    channel: 'booking_page',
  }
}

// Sixteen half hours a day from nine in New York, Monday to Friday.
function startOfBooking(index: number): Temporal.Instant {
  if (index === 0) return FIRST_START
  const day = Math.floor((index - 1) / 16)
  const date = Temporal.PlainDate.from('2026-12-07').add({ days: day + 2 * Math.floor(day / 5) })
  return date.toZonedDateTime({ timeZone: 'America/New_York', plainTime: '09:00' }).add({ minutes: 30 * ((index - 1) % 16) }).toInstant()
}

async function changeByStaff(
  context: Context,
  member: MemberScope,
  bookingId: string,
  change: { cancel?: string[]; reschedule?: { session: string; start: Temporal.Instant }[] },
  choices: ChangeChoices,
): Promise<void> {
  const request = { bookingId, cancel: change.cancel ?? [], reschedule: change.reschedule ?? [], channel: 'staff_page' as const }
  const quote = await quoteChange(context.reader, member, request)
  const receipt = quote.ok ? await commitChange(context, member, quote.value, choices) : quote
  if (!receipt.ok) throw new Error(`The change was refused: ${JSON.stringify(receipt.refusal)}`)
}

type Ask = (path: string, init: RequestInit) => Promise<Response>

// The pages are loaded when a test first asks for one, so that tests of use cases alone start fast.
function lazyApp(config: Config, context: Context): Ask {
  let app: Promise<{ request: (path: string, init: RequestInit) => Response | Promise<Response> }> | null = null
  const open = async () => {
    const deps = { config, context, log: createLog('error', { json: false }) }
    try {
      const { createApp } = await import('../src/web/app.ts')
      return createApp(deps)
    } catch {
      return customerOnly(deps)
    }
  }
  return async (path, init) => {
    app ??= open()
    return (await app).request(`http://kept.test${path}`, init)
  }
}

function encode(fields: Record<string, string | string[]>): URLSearchParams {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one)
  return form
}

async function checksum({ db }: Context): Promise<string> {
  const tables = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname = 'public' or (schemaname = 'pgboss' and tablename like 'j%') order by 1`.execute(db)
  const digest = createHash('sha256')
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ sum: string }>`
      select md5(coalesce(string_agg(row_text, E'\n' order by row_text), '')) as sum
      from (select t::text as row_text from ${sql.raw(name)} t) as all_rows`.execute(db)
    digest.update(`${name} ${rows[0]!.sum}\n`)
  }
  return digest.digest('hex')
}

// TEMPORARY while the staff pages are being written: the customer pages alone.
async function customerOnly(deps: import('../src/web/deps.ts').AppDeps) {
  const { Hono } = await import('hono')
  const { customerRoutes } = await import('../src/web/customer/routes.ts')
  const { announce, limitBody, secureHeaders, refuseForeignForms } = await import('../src/web/middleware.ts')
  const { crashedPage, notFoundPage } = await import('../src/web/error-pages.tsx')
  const app = new Hono<import('../src/web/deps.ts').WebEnv>()
  app.use(announce(deps), secureHeaders(), limitBody(), refuseForeignForms())
  app.route('/', customerRoutes())
  app.notFound(notFoundPage)
  app.onError(crashedPage)
  return app
}
