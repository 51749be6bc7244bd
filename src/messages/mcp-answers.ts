import { longWhen, shortWhen, timeRange, longDate, zoneLabel } from './dates.ts'
import { count, listOf, type Locale } from './locale.ts'
import {
  bookingMoneyLines,
  partsLine,
  payLine,
  quoteMoneyLines,
  type BookingMoneyInWords,
  type MoneyInWords,
  type PartsInWords,
  type QuoteMoneyInWords,
} from './mcp-money.ts'
import { money } from './money.ts'
import { statusWord } from './staff-activity.ts'

/** A booking as the API shows it, as far as words need it. */
export interface BookingInWords extends BookingMoneyInWords {
  id: string
  reference: string
  status: Parameters<typeof statusWord>[0]
  event_type: { name: string }
  customer: { name: string; email: string; phone: string; zone: string }
  guests: { name: string; email: string }[]
  answers: { label: string; answer: string }[]
  price: MoneyInWords
  sessions: {
    id: string
    status: Parameters<typeof statusWord>[0]
    start: string
    end: string
    hosts: { name: string }[]
  }[]
}

/** A quote as the API shows it, as far as words need it. */
export interface QuoteInWords extends QuoteMoneyInWords {
  allowed: boolean
  refusal: { code: string } | null
  sessions: (PartsInWords & {
    session: string
    action: 'cancel' | 'reschedule'
    allowed: boolean
    refusal: { code: string } | null
    overridden: boolean
    closes_at: string | null
    start: string | null
    end: string | null
  })[]
  reason: 'required' | 'optional' | 'hidden'
  will_be_told: { channel: string; to: string; cc: string[] }[]
  expires_at: string | null
  quote: string | null
}

/** The texts of the tools' answers. They hold every id that the next call needs, because some programs read only them. */
export function mcpAnswers(locale: Locale, zone: string) {
  const tell = tellerOf(locale, zone)
  const about = (booking: BookingInWords) => bookingLines(booking, tell)
  return {
    booking: (booking: BookingInWords) =>
      [...about(booking), ...detailLines(booking, tell.amount(booking.price))].join('\n'),
    bookings: (bookings: BookingInWords[], more: string | null) =>
      bookings.length === 0
        ? 'No booking fits.'
        : [
            ...bookings.flatMap(about),
            ...(more ? [`There are more. Call again with this cursor: ${more}`] : []),
          ].join('\n'),
    quote: (quote: QuoteInWords, booking: BookingInWords, now: Temporal.Instant) =>
      quoteLines(quote, booking, now, tell).join('\n'),
    committed: (booking: BookingInWords) => ['Done, as quoted.', ...about(booking)].join('\n'),
    kept: (booking: BookingInWords) =>
      ['Confirmed: the customer will be there.', ...about(booking)].join('\n'),
    noShow: (booking: BookingInWords) => ['Marked as a no-show.', ...about(booking)].join('\n'),
    booked: (booking: BookingInWords & { pay: Parameters<typeof payLine>[0] }) =>
      [
        ...(booking.pay ? [] : ['Booked. The customer gets a mail with the link.']),
        ...payLine(booking.pay, booking.held_until, tell.amount),
        ...about(booking),
      ].join('\n'),
    slots: (slots: SlotInWords[], next: string | null) => slotLines(slots, next, tell).join('\n'),
    eventTypes: (found: EventTypeInWords[]) =>
      found.length === 0
        ? 'Nothing can be booked now.'
        : found.flatMap((entry) => eventTypeLines(entry, tell)).join('\n'),
  }
}

/** A free time: instants as ISO text. */
interface SlotInWords {
  start: string
  end: string
}

export interface EventTypeInWords {
  id: string
  name: string
  duration_minutes: number
  session_count: number
  price: MoneyInWords
  booking_pages: { id: string; title: string }[]
  questions: { key: string; label: string; required: boolean }[]
}

/** How this reader is told times, money and names. */
interface Teller {
  when(start: string, end: string): string
  /** An instant in short, with the year when it is another one. */
  point(at: string, now: Temporal.Instant): string
  day(at: string): string
  span(start: string, end: string): string
  clock(at: string): string
  amount(value: MoneyInWords): string
  list(names: string[]): string
  status(name: BookingInWords['status']): string
}

function tellerOf(locale: Locale, zone: string): Teller {
  const instant = (text: string) => Temporal.Instant.from(text)
  return {
    when: (start, end) => longWhen(instant(start), instant(end), zone, locale),
    point: (at, now) => shortWhen(instant(at), zone, locale, now),
    day: (at) => longDate(instant(at), zone, locale),
    span: (start, end) => timeRange(instant(start), instant(end), zone, locale),
    clock: (at) => `Times are in ${zoneLabel(zone, instant(at), locale)}.`,
    amount: ({ amount, currency }) => money(BigInt(amount), currency, locale),
    list: (names) => listOf(names, locale),
    status: (name) => statusWord(name, locale),
  }
}

function bookingLines(booking: BookingInWords, tell: Teller): string[] {
  const { event_type, customer, reference, id, status, sessions } = booking
  return [
    `${event_type.name} for ${customer.name}, reference ${reference}, ${id}.`,
    `${tell.status(status)}. ${tell.clock(sessions[0]!.start)}`,
    ...sessions.map((session) => {
      const hosts = tell.list(session.hosts.map((host) => host.name))
      const when = tell.when(session.start, session.end)
      return `- ${session.id}: ${when}. ${tell.status(session.status)}. With ${hosts}.`
    }),
    ...bookingMoneyLines(booking, tell.amount),
  ]
}

function quoteLines(
  quote: QuoteInWords,
  booking: BookingInWords,
  now: Temporal.Instant,
  tell: Teller,
): string[] {
  const { event_type, customer, reference, id, sessions } = booking
  const told = [...new Set(quote.will_be_told.flatMap(({ to, cc }) => [to, ...cc]))].filter(Boolean)
  const lines = [
    `${event_type.name} for ${customer.name}, reference ${reference}. Nothing has changed yet.`,
    tell.clock(sessions[0]!.start),
    ...quote.sessions.map((entry) => quotedLine(entry, booking, now, tell)),
  ]
  if (quote.quote === null || quote.expires_at === null)
    return [...lines, `This is refused (${quote.refusal?.code ?? ''}), and there is no quote.`]
  return [
    ...lines,
    ...quoteMoneyLines(quote, tell.amount),
    told.length > 0 ? `Will be told: ${told.join(', ')}.` : 'Nobody will be told.',
    ...(quote.reason === 'required' ? ['The policy asks for a reason. Send it with commit_quote.'] : []),
    `The quote holds until ${tell.point(quote.expires_at, now)}.`,
    `Show this to the person. Once they agree, call commit_quote with booking ${id} and this quote:`,
    quote.quote,
  ]
}

function quotedLine(
  entry: QuoteInWords['sessions'][number],
  booking: BookingInWords,
  now: Temporal.Instant,
  tell: Teller,
): string {
  const before = booking.sessions.find((session) => session.id === entry.session)!
  const was = tell.when(before.start, before.end)
  const moved = entry.start && entry.end ? ` to ${tell.when(entry.start, entry.end)}` : ''
  const act = entry.action === 'cancel' ? `Cancel ${was}` : `Move ${was}${moved}`
  return [
    `- ${act} (${entry.session}). ${entry.refusal ? `Refused (${entry.refusal.code}).` : 'Allowed.'}`,
    ...(entry.closes_at ? [`Customers may until ${tell.point(entry.closes_at, now)}.`] : []),
    ...(entry.overridden ? ['The policy would refuse a customer, so this is an override.'] : []),
    ...(entry.allowed ? [`Money: ${partsLine(entry, tell.amount)}.`] : []),
  ].join(' ')
}

function slotLines(slots: SlotInWords[], next: string | null, tell: Teller): string[] {
  const [first] = slots
  if (!first) return ['There are no free times in this span. Look at a later one.']
  const days = Map.groupBy(slots, ({ start }) => tell.day(start))
  return [
    `${count(slots.length, 'free time', 'free times')}. ${tell.clock(first.start)}`,
    ...[...days].flatMap(([day, free]) => [
      day,
      ...free.map(({ start, end }) => `- ${tell.span(start, end)}: ${start}`),
    ]),
    ...(next ? [`There are more. Call again with from ${next}`] : []),
  ]
}

// Quoted, so that what customers typed cannot be mistaken for words of ours.
function detailLines({ customer, guests, answers }: BookingInWords, price: string): string[] {
  const { email, phone, zone } = customer
  return [
    `Price: ${price}. Customer: ${[email, phone, zone].filter(Boolean).join(', ')}.`,
    ...(guests.length > 0 ? [`Guests: ${guests.map((guest) => guest.email).join(', ')}.`] : []),
    ...answers.map(({ label, answer }) => `- ${label}: ${JSON.stringify(answer)}`),
  ]
}

function eventTypeLines(entry: EventTypeInWords, tell: Teller): string[] {
  const sessions = entry.session_count === 1 ? '' : `${count(entry.session_count, 'session', 'sessions')} of `
  const price = entry.price.amount === 0 ? 'no price' : tell.amount(entry.price)
  const questions = entry.questions.map(
    ({ key, label, required }) => `${key} (${label}${required ? ', required' : ''})`,
  )
  return [
    `${entry.name}, ${entry.id}: ${sessions}${count(entry.duration_minutes, 'minute', 'minutes')}, ${price}.`,
    `- On ${tell.list(entry.booking_pages.map(({ id, title }) => `${title} (${id})`))}.`,
    ...(questions.length > 0 ? [`- Asks for ${tell.list(questions)}.`] : []),
  ]
}

/** A refusal in words, with everything that belongs to it for programs that read only words. */
export function refusalText(problem: { title: string; detail: string }): string {
  return `${problem.title}. ${problem.detail}\n${JSON.stringify(problem)}`
}
