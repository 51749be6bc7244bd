import { sql } from 'kysely'
import { openPaymentProviders } from '#integrations/payments/index.ts'
import { payTestPayment } from '#integrations/payments/fake/test-bank.ts'
import { scopeOfLink, type CustomerScope } from '#domain/access/scope.ts'
import { book } from '#domain/bookings/book.ts'
import type { BookingRequest } from '#domain/bookings/booking-request.ts'
import { settlePayment } from '#domain/bookings/settle-payment.ts'
import { startPayment } from '#domain/bookings/start-payment.ts'
import { saveDiscountCode } from '#domain/event-types/discount-codes.ts'
import type { OfferedEventType } from '#domain/event-types/offer.ts'
import { saveEventType, type EventTypeInput } from '#domain/event-types/save-event-type.ts'
import { savePage } from '#domain/event-types/save-page.ts'
import { savePaymentAccount } from '#domain/money/payment-accounts.ts'
import type { PaymentProviders } from '#domain/money/payment-provider.ts'
import {
  loadFinancialSettings,
  saveFinancialSettings,
  type FinancialSettings,
} from '#domain/organizations/financial-settings.ts'
import type { PaymentTerms } from '#domain/organizations/payment-terms.ts'
import type { TierAmount } from '#domain/policies/policy.ts'
import type { WorldOptions } from './world-business.ts'
import { makeWorld, PANEL, type CleosBooking, type World } from './world.ts'

export interface MoneyWorldOptions extends WorldOptions {
  settings?: Partial<FinancialSettings>
  /** Through whom money is collected; null is nobody. The test bank unless told. */
  provider?: 'fake' | null
  /** Changes to every event type that collects. */
  priced?: Partial<EventTypeInput>
}

/** What is sold: each has its own terms; `course` is three sessions, `talk` shows a price and collects nothing. */
export type Sold = 'full' | 'deposit' | 'card' | 'venue' | 'course' | 'talk'

/**
 * A physiotherapy clinic in London that collects in pounds through the test bank. Alva treats alone, on weekdays from
 * 9 to 18; a treatment is an hour and £40.00, a course of three £100.00, both with 20 % tax in them. Canceling less than
 * 24 hours before gives half back, moving then costs £5.00. Refunds go out by themselves unless the settings say else.
 */
export interface MoneyWorld extends World {
  /** Ids of the event types; their addresses on the page `clinic` are the same words. */
  types: Record<Sold, string>
  payments: PaymentProviders
  /** Another event type of Alva's on the page. */
  sell(slug: string, input: Partial<EventTypeInput>): Promise<string>
  /** A code that takes something off. */
  discount(code: string, amount: TierAmount): Promise<void>
  /** Cleo books and does not pay yet. Times follow one another from Monday 7 December, 9am, unless told. */
  reserve(sold: Sold | string, request?: Partial<BookingRequest>): Promise<HeldBooking>
  /** Cleo books and pays what is asked. */
  buy(sold: Sold | string, request?: Partial<BookingRequest>): Promise<HeldBooking>
  /** She pays what is asked of her now at the test bank, and the answer is taken in. */
  pay(booking: CleosBooking, kind?: 'booking' | 'balance'): Promise<string>
  /** What the books do not agree on; nothing is what everybody wants to see. */
  faults(): Promise<unknown[]>
}

export interface HeldBooking extends CleosBooking {
  isHeld: boolean
  starts: Temporal.Instant[]
}

const POUNDS: Partial<EventTypeInput> = {
  name: 'Physiotherapy',
  description: 'An hour with Alva.',
  hostRule: 'one',
  durationMinutes: 60,
  stepMinutes: 30,
  locationKind: 'in_person',
  locationDetail: '12 Pier Road, London',
  priceMinor: 4000n,
  paymentMode: 'price_collected',
  tax: { basisPoints: 2000, inclusive: true },
}

const TERMS: Record<Exclude<Sold, 'course' | 'talk'>, PaymentTerms> = {
  full: { kind: 'full' },
  deposit: { kind: 'deposit', amount: { kind: 'percent', percent: 25 } },
  card: { kind: 'card_on_file' },
  venue: { kind: 'pay_at_venue' },
}

const PAGE = {
  slug: 'clinic',
  title: 'Harbour Physio',
  intro: '',
  policyId: null,
  stakeholderIds: [],
  active: true,
}

/** Opens the clinic; `close` it in `afterAll`. */
export async function moneyWorld(options: MoneyWorldOptions = {}): Promise<MoneyWorld> {
  const world = await makeWorld(clinic(options))
  const { context, scope, pageId } = world
  const owner = world.alva.actor.memberId
  const eventTypeIds: string[] = [world.eventTypeId]
  const payments = openPaymentProviders({ db: context.db, publicUrl: world.config.publicUrl })
  if (options.provider !== null) {
    const saved = await savePaymentAccount(context, scope, { provider: 'fake', secrets: {} }, payments)
    if (!saved.ok) throw new Error(`The test bank was refused: ${saved.refusal.code}`)
  }
  const before = await loadFinancialSettings(context.reader, scope)
  const { currency: _currency, provider: _provider, ...settings } = before
  await saveFinancialSettings(context, scope, {
    ...settings,
    refundSetting: 'automatic',
    ...options.settings,
  })

  const sell = async (slug: string, input: Partial<EventTypeInput>) => {
    const seats = [{ role: 'primary' as const, label: '', candidates: [owner] }]
    const sold = { ...PANEL, ...POUNDS, seats, slug, ...options.priced, ...input }
    const saved = await saveEventType(context, scope, null, sold)
    if (!saved.ok) throw new Error(`${slug} was refused: ${saved.refusal.code}`)
    eventTypeIds.push(saved.value.eventTypeId)
    const page = await savePage(context, scope, pageId, { ...PAGE, ownerMemberId: owner, eventTypeIds })
    if (!page.ok) throw new Error(`The page was refused: ${page.refusal.code}`)
    return saved.value.eventTypeId
  }
  const types = await sellAll(sell)
  const reserve = reservations(world, types)
  const pay: MoneyWorld['pay'] = async (booking, kind = 'booking') => {
    const returnUrl = (id: string) => `${world.config.publicUrl}/b/${booking.token}/pay/${id}`
    const started = await startPayment(context, payments, booking.scope, { kind }, returnUrl)
    if (!started.ok) throw new Error(`Cleo could not pay: ${JSON.stringify(started.refusal)}`)
    await payTestPayment(context.db, started.value.payUrl.split('/').at(-1)!)
    await settlePayment(context, payments, world.orgId, started.value.payment)
    return started.value.payment
  }
  return {
    ...world,
    types,
    payments,
    sell,
    reserve,
    pay,
    async buy(sold, request) {
      const booking = await reserve(sold, request)
      if (booking.isHeld) await pay(booking)
      return booking
    },
    async discount(code, amount) {
      const always = { eventTypeId: null, validFrom: null, validUntil: null, mostUses: null, active: true }
      const saved = await saveDiscountCode(context, scope, null, { code, amount, ...always })
      if (!saved.ok) throw new Error(`The code was refused: ${saved.refusal.code}`)
    },
    async faults() {
      return (await sql`select * from ledger_faults(${world.orgId})`.execute(context.db)).rows
    },
  }
}

function clinic(options: MoneyWorldOptions): WorldOptions {
  const hours = (notice: number, amount: TierAmount) => ({ fromNoticeMinutes: notice * 60, amount })
  const anyTime = { allowed: { kind: 'any_time' as const } }
  return {
    pageSlug: PAGE.slug,
    ...options,
    booking: { starts: [Temporal.Instant.from('2026-12-03T15:00:00Z')], ...options.booking },
    organization: {
      name: 'Harbour Physio',
      zone: 'Europe/London',
      locale: 'en-GB',
      currency: 'GBP',
      contactEmail: 'hello@harbour.example',
      contactPhone: '+44 20 7946 0100',
      ...options.organization,
    },
    rules: {
      cancel: {
        ...anyTime,
        tiers: [hours(24, { kind: 'percent', percent: 100 }), hours(0, { kind: 'percent', percent: 50 })],
        ...options.rules?.cancel,
      },
      reschedule: {
        ...anyTime,
        tiers: [hours(24, { kind: 'amount', minor: '0' }), hours(0, { kind: 'amount', minor: '500' })],
        ...options.rules?.reschedule,
      },
    },
  }
}

async function sellAll(sell: MoneyWorld['sell']): Promise<Record<Sold, string>> {
  const course: Partial<OfferedEventType> = { sessionCount: 3, priceMinor: 10000n, name: 'Course of three' }
  return {
    full: await sell('full', { paymentTerms: TERMS.full }),
    deposit: await sell('deposit', { paymentTerms: TERMS.deposit }),
    card: await sell('card', { paymentTerms: TERMS.card }),
    venue: await sell('venue', { paymentTerms: TERMS.venue }),
    course: await sell('course', { paymentTerms: TERMS.full, ...course }),
    talk: await sell('talk', { paymentMode: 'price_shown', name: 'First talk' }),
  }
}

/** Books one time after another; a course takes three of them. */
function reservations(world: World, types: Record<Sold, string>): MoneyWorld['reserve'] {
  let taken = 0
  return async (sold, request = {}) => {
    const eventTypeId = (types as Record<string, string>)[sold] ?? sold
    const count = sold === 'course' ? 3 : 1
    const starts = request.starts ?? Array.from({ length: count }, (_, at) => hourOf(taken + at))
    if (!request.starts) taken += count
    const outcome = await book(world.context, world.scope, {
      pageId: world.pageId,
      eventTypeId,
      starts,
      customer: {
        name: 'Cleo Martin',
        email: 'cleo@mail.example',
        phone: '',
        zone: 'Europe/London',
        locale: 'en-GB',
      },
      guests: [],
      answers: [],
      requestKey: `${sold} at ${String(starts[0])}`,
      channel: 'booking_page',
      ...request,
    })
    if (!outcome.ok) throw new Error(`Cleo could not book: ${JSON.stringify(outcome.refusal)}`)
    const scope = (await scopeOfLink(world.context.reader, outcome.value.token)) as CustomerScope
    return { ...outcome.value, scope, starts }
  }
}

// Eight hours a day, Monday to Friday, from Monday 7 December 2026.
function hourOf(index: number): Temporal.Instant {
  const day = Math.floor(index / 8)
  return Temporal.PlainDate.from('2026-12-07')
    .add({ days: day + 2 * Math.floor(day / 5) })
    .toZonedDateTime({ timeZone: 'Europe/London', plainTime: '09:00' })
    .add({ hours: index % 8 })
    .toInstant()
}
