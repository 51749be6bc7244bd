import { randomUUID } from 'node:crypto'
import createClient, { type Client } from 'openapi-fetch'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApiServer, type ApiServer } from '../api-server.ts'
import type { components, paths } from './schema.d.ts'

/*
 * A program that knows Kept by docs/openapi.json alone: its types were made from the document by
 * openapi-typescript, its requests are made by openapi-fetch, and nothing below is cast.
 */

type Booking = components['schemas']['Booking']

let server: ApiServer
let kept: Client<paths>

beforeAll(async () => {
  server = await openApiServer({ rules: { cancel: { reason: 'required' } } })
  kept = createClient<paths>({
    baseUrl: server.origin,
    headers: { authorization: `Bearer ${server.key}` },
  })
})
afterAll(() => server.close())

const CLEO = { name: 'Cleo', email: 'cleo@mail.example', zone: 'Europe/London' }
/** A new wish has a new key. */
const once = () => ({ 'Idempotency-Key': randomUUID() })

test('it books a panel, asks what a change would cost as customer and as team member, and moves it', async () => {
  const panel = await eventTypeCalled('panel')
  const [start, later] = await freeTimes(panel.id)
  const booking = await book(panel.id, [start])
  expect(booking.sessions).toHaveLength(1)
  expect(booking.sessions[0]!.hosts.map(({ name, role }) => [name, role])).toEqual([
    ['Alva', 'primary'],
    ['Bo', 'additional'],
    ['Cy', 'additional'],
  ])
  const [session] = booking.sessions
  const reschedule = [{ session: session!.id, start: later }]
  // The next free time is within the day that the policy asks for.
  const refused = await askQuote(booking, { reschedule, actor: 'customer' })
  expect([refused.allowed, refused.sessions[0]!.refusal?.code, refused.quote]).toEqual([
    false,
    'too_late',
    null,
  ])
  const quote = await askQuote(booking, { reschedule, actor: 'team_member' })
  expect([quote.allowed, quote.sessions[0]!.overridden, quote.totals.fee.amount]).toEqual([true, true, 0])
  const receipt = await commit(booking, quote)
  expect(receipt.booking.sessions[0]!.start).toBe(later)
  expect(receipt.revision).toBe(booking.revision + 1)
})

test('it makes a package of three, moves one session, keeps them, and cancels the rest with a reason', async () => {
  const booking = await bookPackage()
  const [first, second, third] = booking.sessions.map(({ id }) => id)
  const [free] = await freeTimesOf(second!)
  const moved = await commit(
    booking,
    await askQuote(booking, { reschedule: [{ session: second!, start: free }], actor: 'customer' }),
  )
  expect(moved.booking.sessions.map(({ status }) => status)).toEqual([
    'scheduled',
    'rescheduled',
    'scheduled',
  ])
  const confirmed = await kept.POST('/v1/bookings/{booking}/confirmations', {
    params: { path: { booking: booking.id }, header: once() },
  })
  expect(confirmed.data?.sessions.every(({ confirmed_at }) => confirmed_at !== null)).toBe(true)

  const quote = await askQuote(booking, { cancel: [first!, third!], actor: 'customer' })
  expect(quote.reason).toBe('required')
  const silent = await kept.POST('/v1/bookings/{booking}/changes', {
    params: { path: { booking: booking.id }, header: once() },
    body: { quote: quote.quote ?? '' },
  })
  expect([silent.error?.status, silent.error?.code, silent.error?.field]).toEqual([
    422,
    'reason_required',
    '/reason',
  ])
  const canceled = await commit(booking, quote, 'Cleo is away in December.')
  expect(canceled.booking.sessions.map(({ status }) => status)).toEqual([
    'canceled',
    'rescheduled',
    'canceled',
  ])
})

test('it sends a lost request again and changes nothing twice', async () => {
  const panel = await eventTypeCalled('panel')
  const [start] = await freeTimes(panel.id)
  const request = {
    params: { header: once() },
    body: { event_type: panel.id, starts: [start], customer: CLEO },
  }
  const first = await kept.POST('/v1/bookings', request)
  const again = await kept.POST('/v1/bookings', request)
  expect(again.response.headers.get('idempotent-replayed')).toBe('true')
  expect(again.data).toEqual(first.data)
  const other = await kept.POST('/v1/bookings', { ...request, body: { ...request.body, starts: [] } })
  expect(other.error?.status).toBe(422)
})

test('it reads what happened to a booking, and who was told', async () => {
  const booking = await bookPackage()
  const { data: facts } = await kept.GET('/v1/facts', { params: { query: { booking: booking.id } } })
  expect(facts?.data.map(({ kind, actor }) => [kind, actor.type])).toEqual([
    ['booking.scheduled', 'customer'],
  ])
  const { data: deliveries } = await kept.GET('/v1/deliveries', {
    params: { query: { booking: booking.id, channel: 'email' } },
  })
  expect(deliveries?.data.map(({ audience }) => audience).toSorted()).toEqual(['customer', 'primary_host'])
})

test('it sells a lesson that is paid at the venue, writes the cash down, gives a part back, and reads the invoice', async () => {
  const lesson = await makeLesson()
  const [start] = await freeTimes(lesson)
  const booking = await book(lesson, [start])
  expect([booking.status, booking.pay, booking.money.balance.amount]).toEqual(['scheduled', null, 4000])
  const payment = taken(
    await kept.POST('/v1/bookings/{booking}/manual-payments', {
      params: { path: { booking: booking.id }, header: once() },
      body: { method: 'cash', amount: 4000 },
    }),
  )
  expect([payment.state, payment.captured.amount]).toEqual(['succeeded', 4000])
  const cancel = [booking.sessions[0]!.id]
  const quote = await askQuote(booking, { cancel, actor: 'team_member' })
  expect([quote.refundable.amount, quote.totals.refund.amount]).toEqual([4000, 0])
  const receipt = await commit(booking, quote, 'Cleo is ill.', { refund: { amount: 1500 } })
  expect(receipt.money?.refunds.map(({ amount, way }) => [amount.amount, way])).toEqual([[1500, 'outside']])
  const invoice = taken(
    await kept.GET('/v1/invoices/{invoice}', {
      params: { path: { invoice: receipt.booking.money.invoice ?? '' } },
    }),
  )
  expect([invoice.total.amount, invoice.balance.amount]).toEqual([0, -2500])
})

test('it is told in one shape what is wrong: a misspelt field, a stale revision, an id of nobody', async () => {
  const booking = await bookPackage()
  const misspelt = { cancel: [booking.sessions[0]!.id], actor: 'customer' as const, resaon: 'Ill.' }
  const wrong = await kept.POST('/v1/bookings/{booking}/quotes', {
    params: { path: { booking: booking.id } },
    body: misspelt,
  })
  expect([wrong.error?.code, wrong.error?.field]).toEqual(['invalid_request', '/resaon'])
  const stale = await kept.POST('/v1/bookings/{booking}/quotes', {
    params: { path: { booking: booking.id }, header: { 'If-Match': '"99"' } },
    body: { cancel: [booking.sessions[0]!.id], actor: 'customer' },
  })
  expect([stale.error?.status, stale.error?.code]).toEqual([412, 'precondition_failed'])
  const nobody = await kept.GET('/v1/bookings/{booking}', {
    params: { path: { booking: `bk_${'0'.repeat(32)}` } },
  })
  expect([nobody.error?.status, nobody.error?.code]).toEqual([404, 'not_found'])
})

async function eventTypeCalled(slug: string) {
  const { data } = await kept.GET('/v1/event-types')
  const found = data?.data.find((eventType) => eventType.slug === slug)
  if (!found) throw new Error(`There is no event type called ${slug}.`)
  return found
}

/** An event type of three sessions beside the panel, made on first use. */
let packageId: string | undefined
async function bookPackage(): Promise<Booking> {
  packageId ??= await makePackage()
  const starts = await freeTimes(packageId)
  return book(packageId, [starts[0], starts[2]!, starts[4]!])
}

async function makePackage(): Promise<string> {
  const { seats } = await eventTypeCalled('panel')
  const made = await kept.POST('/v1/event-types', {
    body: { name: 'Three talks', host_rule: 'one', session_count: 3, seats: seats.slice(0, 1) },
  })
  const eventType = taken(made)
  await offer(eventType.id)
  return eventType.id
}

async function offer(eventType: string): Promise<void> {
  const [page] = taken(await kept.GET('/v1/booking-pages')).data
  taken(
    await kept.PATCH('/v1/booking-pages/{booking_page}', {
      params: { path: { booking_page: page!.id } },
      body: { event_types: [...page!.event_types, eventType] },
    }),
  )
}

async function makeLesson(): Promise<string> {
  const { seats } = await eventTypeCalled('panel')
  const { currency } = taken(await kept.GET('/v1/organization'))
  const lesson = taken(
    await kept.POST('/v1/event-types', {
      body: {
        name: 'Lesson',
        host_rule: 'one',
        seats: seats.slice(0, 1),
        price: { amount: 4000, currency },
        payment_mode: 'price_collected',
        payment_terms: { kind: 'pay_at_venue' },
      },
    }),
  )
  await offer(lesson.id)
  return lesson.id
}

type Times = [string, string, ...string[]]

async function freeTimes(event_type: string): Promise<Times> {
  return startsOf(taken(await kept.GET('/v1/slots', { params: { query: { event_type } } })).slots)
}

async function freeTimesOf(session: string): Promise<Times> {
  return startsOf(taken(await kept.GET('/v1/slots', { params: { query: { session } } })).slots.toReversed())
}

function startsOf(slots: { start: string }[]): Times {
  const [first, second, ...rest] = slots.map(({ start }) => start)
  if (!first || !second) throw new Error('There are no free times.')
  return [first, second, ...rest]
}

async function book(event_type: string, starts: string[]): Promise<components['schemas']['NewBooking']> {
  return taken(
    await kept.POST('/v1/bookings', {
      params: { header: once() },
      body: { event_type, starts, customer: CLEO },
    }),
  )
}

async function askQuote({ id }: Booking, body: components['schemas']['QuoteRequest']) {
  return taken(await kept.POST('/v1/bookings/{booking}/quotes', { params: { path: { booking: id } }, body }))
}

async function commit(
  { id }: Booking,
  { quote }: components['schemas']['Quote'],
  reason?: string,
  choices?: components['schemas']['ChangeChoices'],
) {
  if (quote === null) throw new Error('The change is not allowed.')
  return taken(
    await kept.POST('/v1/bookings/{booking}/changes', {
      params: { path: { booking: id }, header: once() },
      body: { quote, ...(reason === undefined ? {} : { reason }), ...(choices ? { choices } : {}) },
    }),
  )
}

/** What was answered, or the problem as an exception. */
function taken<T>({ data, error }: { data?: T; error?: unknown }): T {
  if (data === undefined) throw new Error(JSON.stringify(error))
  return data
}
