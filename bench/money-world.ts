import type { Context } from '#platform/context.ts'
import { openPaymentProviders } from '#integrations/payments/index.ts'
import { payTestPayment } from '#integrations/payments/fake/test-bank.ts'
import {
  scopeOfLink,
  scopeOfMember,
  systemScope,
  type CustomerScope,
  type MemberScope,
  type SystemScope,
} from '#domain/access/scope.ts'
import { book } from '#domain/bookings/book.ts'
import type { Quote } from '#domain/bookings/change.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { sealQuote } from '#domain/bookings/quote.ts'
import { settlePayment } from '#domain/bookings/settle-payment.ts'
import { startPayment, type PayFor } from '#domain/bookings/start-payment.ts'
import { saveEventType } from '#domain/event-types/save-event-type.ts'
import { savePage } from '#domain/event-types/save-page.ts'
import { savePaymentAccount } from '#domain/money/payment-accounts.ts'
import type { PaymentProviders } from '#domain/money/payment-provider.ts'
import { createOrganization } from '#domain/organizations/create-organization.ts'
import { loadFinancialSettings, saveFinancialSettings } from '#domain/organizations/financial-settings.ts'
import { OPEN_RULE, type ActionRule } from '#domain/policies/policy.ts'
import { saveHours } from '#domain/team/hours.ts'
import { addMember } from '#domain/team/members.ts'
import { BENCH_SECRET } from './stage.ts'

/** Hosts who work around the clock; every lane is a host with a package of five sessions of their own. */
const LANES = 30
const SESSIONS = 5

export interface MoneyWorld {
  scope: SystemScope
  owner: MemberScope
  lanes: { paid: string; free: string; next: Temporal.Instant }[]
  pageId: string
}

/** A booking of five sessions, and who holds its link. */
export interface Bought {
  bookingId: string
  token: string
  scope: CustomerScope
}

export function providersOf(context: Pick<Context, 'db'>): PaymentProviders {
  return openPaymentProviders({ db: context.db, publicUrl: 'http://kept.test' })
}

/** Half of the price back on the last day, and a fee of 5.00 for a package that moves. */
export async function buildMoneyWorld(context: Context): Promise<MoneyWorld> {
  const rule = (tiers: ActionRule['tiers']): ActionRule => ({ ...OPEN_RULE, tiers })
  const created = await createOrganization(context, {
    name: 'Lanes',
    zone: 'UTC',
    locale: 'en-GB',
    currency: 'GBP',
    contactEmail: null,
    contactPhone: null,
    owner: { name: 'Owner', email: 'owner@lanes.example', password: null },
    policy: {
      name: 'Paid',
      rules: {
        cancel: rule([{ fromNoticeMinutes: 0, amount: { kind: 'percent', percent: 50 } }]),
        reschedule: rule([{ fromNoticeMinutes: 0, amount: { kind: 'amount', minor: '500' } }]),
      },
    },
  })
  const scope = systemScope(created.orgId)
  await savePaymentAccount(context, scope, { provider: 'fake', secrets: {} }, providersOf(context))
  const {
    currency: _currency,
    provider: _provider,
    ...settings
  } = await loadFinancialSettings(context.db, scope)
  await saveFinancialSettings(context, scope, { ...settings, refundSetting: 'automatic' })
  const lanes: MoneyWorld['lanes'] = []
  for (let lane = 0; lane < LANES; lane += 1) {
    const host = await addHost(context, scope, lane)
    const paid = await addType(context, scope, `paid-${lane}`, host, 'price_collected')
    const free = await addType(context, scope, `free-${lane}`, host, 'free')
    lanes.push({ paid, free, next: firstStart() })
  }
  const page = await savePage(context, scope, null, {
    slug: 'lanes',
    title: 'Lanes',
    intro: '',
    ownerMemberId: created.ownerId,
    policyId: null,
    stakeholderIds: [],
    active: true,
    eventTypeIds: lanes.flatMap(({ paid, free }) => [paid, free]),
  })
  if (!page.ok) throw new Error(page.refusal.code)
  const owner = (await scopeOfMember(context.reader, created.orgId, created.ownerId))!
  return { scope, owner, lanes, pageId: page.value.pageId }
}

/** Books the next five times of a lane, and pays for them at the test bank where they cost something. */
export async function buy(
  context: Context,
  world: MoneyWorld,
  number: number,
  what: 'paid' | 'free',
): Promise<Bought> {
  const lane = world.lanes[number % LANES]!
  const booked = await book(context, world.scope, {
    pageId: world.pageId,
    eventTypeId: lane[what],
    starts: Array.from({ length: SESSIONS }, () => nextStart(lane)),
    customer: {
      name: `Customer ${number}`,
      email: `customer-${what}-${number}@mail.example`,
      phone: '',
      zone: 'UTC',
      locale: 'en-GB',
    },
    guests: [],
    answers: [],
    requestKey: `${what} ${number}`,
    channel: 'booking_page',
  })
  if (!booked.ok) throw new Error(`A booking was refused: ${booked.refusal.code}.`)
  const scope = (await scopeOfLink(context.db, booked.value.token)) as CustomerScope
  const bought = { ...booked.value, scope }
  if (what === 'paid') await settle(context, world, await pay(context, bought, { kind: 'booking' }))
  return bought
}

/** Pays at the test bank; the payment then waits to be taken in. */
export async function pay(context: Context, bought: Bought, what: PayFor): Promise<string> {
  const opened = await startPayment(
    context,
    providersOf(context),
    bought.scope,
    what,
    (id) => `http://kept.test/${id}`,
  )
  if (!opened.ok) throw new Error(`A payment was refused: ${opened.refusal.code}.`)
  await payTestPayment(context.db, opened.value.payUrl.split('/').at(-1)!)
  return opened.value.payment
}

export async function settle(
  context: Context,
  world: MoneyWorld,
  paymentId: string,
): Promise<{ ok: boolean }> {
  return {
    ok: (await settlePayment(context, providersOf(context), world.scope.orgId, paymentId)) === 'succeeded',
  }
}

/** Quotes to cancel all five sessions, or to move the first one to the lane's next time. */
export async function quoteFor(
  context: Context,
  world: MoneyWorld,
  bought: Bought,
  number: number,
  what: 'cancel' | 'move',
): Promise<{ quote: Quote; sealed: string }> {
  const { sessions } = (await loadBooking(context.db, bought.scope, bought.bookingId))!
  const start = what === 'move' ? nextStart(world.lanes[number % LANES]!) : null
  const outcome = await quoteChange(context.db, bought.scope, {
    bookingId: bought.bookingId,
    cancel: start ? [] : sessions.map(({ id }) => id),
    reschedule: start ? [{ session: sessions[0]!.id, start }] : [],
    channel: 'mail_link',
  })
  if (!outcome.ok) throw new Error(`A quote was refused: ${outcome.refusal.code}.`)
  return { quote: outcome.value, sealed: sealQuote(BENCH_SECRET, outcome.value) }
}

function firstStart(): Temporal.Instant {
  const tomorrow = Temporal.Now.instant().add({ hours: 24 })
  return tomorrow.round({ smallestUnit: 'minute', roundingIncrement: 30, roundingMode: 'ceil' })
}

function nextStart(lane: { next: Temporal.Instant }): Temporal.Instant {
  const start = lane.next
  lane.next = start.add({ minutes: 30 })
  return start
}

async function addHost(context: Context, scope: SystemScope, lane: number): Promise<string> {
  const added = await addMember(context, scope, {
    name: `Host ${lane}`,
    email: `host-${lane}@lanes.example`,
    title: '',
    zone: 'UTC',
    roleKey: 'host',
    password: null,
  })
  if (!added.ok) throw new Error(added.refusal.code)
  const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute: 0, toMinute: 1440 }))
  await saveHours(context, scope, added.value.memberId, { weekly, overrides: [] })
  return added.value.memberId
}

async function addType(
  context: Context,
  scope: SystemScope,
  slug: string,
  host: string,
  paymentMode: 'free' | 'price_collected',
): Promise<string> {
  const saved = await saveEventType(context, scope, null, {
    slug,
    name: slug,
    description: '',
    hostRule: 'one',
    durationMinutes: 30,
    sessionCount: SESSIONS,
    stepMinutes: 30,
    minimumNoticeMinutes: 0,
    horizonDays: 365,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    dailyCap: null,
    weeklyCap: null,
    locationKind: 'video',
    locationDetail: '',
    priceMinor: paymentMode === 'free' ? 0n : 20_000n,
    paymentMode,
    policyId: null,
    rescheduleHosts: 'same',
    questions: [],
    active: true,
    paymentTerms: { kind: 'full' },
    tax: { basisPoints: 2_000, inclusive: true },
    seats: [{ role: 'primary', label: '', candidates: [host] }],
  })
  if (!saved.ok) throw new Error(saved.refusal.code)
  return saved.value.eventTypeId
}
