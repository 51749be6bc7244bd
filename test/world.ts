import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { sql } from 'kysely'
import { readConfig, type Config } from '../src/config.ts'
import { now } from '#platform/clock.ts'
import type { Context } from '#platform/context.ts'
import { openDatabase } from '#platform/db.ts'
import { createLog } from '#platform/log.ts'
import { linkToken } from '#domain/access/booking-links.ts'
import { scopeOfLink, type CustomerScope, type MemberScope, type SystemScope } from '#domain/access/scope.ts'
import { book } from '#domain/bookings/book.ts'
import type { BookingRequest } from '#domain/bookings/booking-request.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import type { ChangeChoices } from '#domain/bookings/change.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { moveClock } from '#domain/organizations/settings.ts'
import { testDatabase, type TestDatabase } from './database.ts'
import { makeBusiness, type WorldOptions } from './world-business.ts'

export { PANEL } from './world-business.ts'

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
  send(
    path: string,
    fields: Record<string, string | string[]>,
    headers?: Record<string, string>,
  ): Promise<Response>
  /** What anything that speaks HTTP gets. */
  ask(path: string, init: RequestInit): Promise<Response>
  /** A change made by a member, as the staff pages would. Throws when it is refused. */
  changeByStaff(
    member: MemberScope,
    booking: { bookingId: string },
    change: { cancel?: string[]; reschedule?: { session: string; start: Temporal.Instant }[] },
    choices?: ChangeChoices,
  ): Promise<void>
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

export const FIRST_START = Temporal.Instant.from('2026-12-03T19:30:00Z')

export async function makeWorld(options: WorldOptions = {}): Promise<World> {
  const database = await testDatabase()
  const secret = 'a secret of at least thirty-two letters'
  const context: Context = {
    db: database.db,
    reader: openDatabase(database.url, { readOnly: true, max: 4 }),
    queue: database.queue,
    secret,
  }
  const config = readConfig({
    SECRET: secret,
    DATA_DIR: tmpdir(),
    PUBLIC_URL: 'http://kept.test',
    LOG_LEVEL: 'error',
    DEMO: options.demo ? '1' : '0',
  })
  const business = await makeBusiness(context, options)
  const { scope, pageId, eventTypeId } = business
  let booked = 0
  const bookAgain = async (request: Partial<BookingRequest> = {}): Promise<CleosBooking> => {
    const start = startOfBooking(booked)
    booked += 1
    const wanted = { ...cleosRequest(pageId, eventTypeId, start, `form ${booked}`), ...request }
    const outcome = await book(context, scope, wanted)
    if (!outcome.ok) throw new Error(`Cleo could not book: ${JSON.stringify(outcome.refusal)}`)
    return {
      ...outcome.value,
      scope: (await scopeOfLink(context.reader, outcome.value.token)) as CustomerScope,
    }
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
    ask,
    visit: (path, headers = {}) => ask(path, { headers }),
    send: (path, fields, headers = {}) =>
      ask(path, {
        method: 'POST',
        body: encode(fields),
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      }),
    changeByStaff: (member, booking, change, choices = {}) =>
      changeByStaff(context, member, booking.bookingId, change, choices),
    checksum: () => checksum(context),
    async close() {
      await context.reader.destroy()
      await database.drop()
    },
  }
  return world
}

function cleosRequest(
  pageId: string,
  eventTypeId: string,
  start: Temporal.Instant,
  requestKey: string,
): BookingRequest {
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
  return date
    .toZonedDateTime({ timeZone: 'America/New_York', plainTime: '09:00' })
    .add({ minutes: 30 * ((index - 1) % 16) })
    .toInstant()
}

async function changeByStaff(
  context: Context,
  member: MemberScope,
  bookingId: string,
  change: { cancel?: string[]; reschedule?: { session: string; start: Temporal.Instant }[] },
  choices: ChangeChoices,
): Promise<void> {
  const request = {
    bookingId,
    cancel: change.cancel ?? [],
    reschedule: change.reschedule ?? [],
    channel: 'staff_page' as const,
  }
  const quote = await quoteChange(context.reader, member, request)
  const receipt = quote.ok ? await commitChange(context, member, quote.value, choices) : quote
  if (!receipt.ok) throw new Error(`The change was refused: ${JSON.stringify(receipt.refusal)}`)
}

type Ask = (path: string, init: RequestInit) => Promise<Response>

// The pages are loaded when a test first asks for one, so that tests of use cases alone start fast.
function lazyApp(config: Config, context: Context): Ask {
  let app: Promise<{ request: (path: string, init: RequestInit) => Response | Promise<Response> }> | null =
    null
  const open = async () => {
    const { createApp } = await import('../src/web/app.ts')
    return createApp({ config, context, log: createLog('error', { json: false }) })
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
