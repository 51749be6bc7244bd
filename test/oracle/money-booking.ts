import { DEFAULT_ASKING } from '#domain/event-types/asking.ts'
import { toMinute } from '#platform/zones.ts'
import type { LoadedQuestion } from '#domain/availability/load-questions.ts'
import type { Booking, Session } from '#domain/bookings/booking.ts'
import type { ChangeRequest } from '#domain/bookings/change.ts'
import type { InvoiceLine } from '#domain/money/booking-money.ts'
import type { ActionRule, TierAmount } from '#domain/policies/policy.ts'
import type { Act, OracleRule } from './policy-oracle.ts'
import { priceBy, soldFor, type MoneyCase, type Portion } from './money-oracle.ts'
import type { MoneyQuestion } from './money-cases.ts'

const HOST = 'host'
const MINUTES = 30
const FIRST_TARGET = Temporal.Instant.from('2027-06-07T09:00:00Z')

/** The case as the product's own value, without a database. */
export function bookingFor({ given, now, currency }: Omit<MoneyQuestion, 'acts' | 'actor'>): Booking {
  const price = priceBy(given.priceMinor, given.discount, given.tax)
  const sold = soldFor(given)
  return {
    ...STRANGERS,
    now: instantOf(now),
    createdAt: instantOf(given.bookedAt),
    updatedAt: instantOf(given.bookedAt),
    organization: organizationOf(given, currency),
    policy: {
      versionId: 'version',
      policyId: 'policy',
      version: 1,
      rules: { cancel: cancelRuleOf(given), reschedule: toRule(given.rules.move) },
    },
    priceMinor: given.priceMinor,
    currency,
    paymentMode: given.collected ? 'price_collected' : 'price_shown',
    lateFee: organizationOf(given, currency).money.lateFee,
    paymentTerms:
      given.terms.kind === 'deposit'
        ? { kind: 'deposit', amount: amountOf(given.terms.part) }
        : { kind: given.terms.kind },
    money: {
      totalMinor: price.total,
      discountMinor: price.discount,
      discountCode: null,
      taxMinor: price.tax,
      taxBasisPoints: given.tax.basisPoints,
      taxInclusive: given.tax.inclusive,
      unassigned: { chargedMinor: 0n, paidMinor: 0n },
      invoice: given.collected ? { id: 'invoice', lines: sold.map(lineOf) } : null,
      payments: [],
    },
    sessions: given.sessions.map((_, index) => sessionOf(given, index, sold[index]!.total)),
  }
}

export function requestFor(acts: (Act | null)[]): ChangeRequest {
  const chosen = (wanted: Act) => acts.flatMap((act, index) => (act === wanted ? [index] : []))
  return {
    bookingId: STRANGERS.id,
    cancel: chosen('cancel').map((index) => `session ${index}`),
    reschedule: chosen('move').map((index) => ({
      session: `session ${index}`,
      start: FIRST_TARGET.add({ minutes: MINUTES * index }),
    })),
    channel: 'booking_page',
  }
}

/** A host who has nothing else to do, on the days that sessions move to. */
export function freeHost(now: bigint): LoadedQuestion {
  const everyDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute: 0, toMinute: 1440 }))
  const none = Int32Array.of()
  return {
    eventTypeId: 'type',
    now: instantOf(now),
    seats: [],
    owners: [
      {
        id: HOST,
        name: 'Alva',
        zone: 'UTC',
        kind: 'member',
        title: '',
        email: '',
        calendarConnected: false,
        load: 0,
      },
    ],
    question: {
      fromMinute: toMinute(FIRST_TARGET.subtract({ hours: 24 })),
      toMinute: toMinute(FIRST_TARGET.add({ hours: 48 })),
      nowMinute: Math.ceil(instantOf(now).epochMilliseconds / 60_000),
      rules: {
        durationMinutes: MINUTES,
        stepMinutes: MINUTES,
        bufferBeforeMinutes: 0,
        bufferAfterMinutes: 0,
        minimumNoticeMinutes: 0,
        horizonDays: 3_650,
        dailyCap: null,
        weeklyCap: null,
      },
      owners: [
        {
          ownerId: HOST,
          zone: 'UTC',
          weekly: everyDay,
          overrides: [],
          busyFrom: none,
          busyTo: none,
          capStarts: none,
        },
      ],
      seats: [],
    },
  }
}

function sessionOf(given: MoneyCase, index: number, share: bigint): Session {
  const { state, start, moves } = given.sessions[index]!
  const { fees, paid } = given.books[index]!
  return {
    id: `session ${index}`,
    position: index,
    state,
    startsAt: instantOf(start),
    endsAt: instantOf(start).add({ minutes: MINUTES }),
    zone: 'UTC',
    uid: `uid ${index}`,
    sequence: 0,
    rescheduleCount: moves,
    priceShareMinor: share,
    chargedMinor: given.collected ? (state === 'canceled' ? 0n : share) + fees : 0n,
    paidMinor: given.collected ? paid : 0n,
    confirmedAt: null,
    assignments: [
      {
        ownerId: HOST,
        kind: 'member',
        name: 'Alva',
        email: '',
        title: '',
        zone: 'UTC',
        role: 'primary',
        label: '',
        seatId: null,
        calendarConnected: false,
      },
    ],
    askedToMoveAt: null,
    allocations: [],
  }
}

function lineOf(part: { total: bigint; tax: bigint }, index: number): InvoiceLine {
  return {
    id: `line ${index}`,
    position: index,
    kind: 'session',
    sessionId: `session ${index}`,
    label: '',
    amountMinor: part.total,
    payableMinor: part.total,
    taxMinor: part.tax,
    taxBasisPoints: 0,
  }
}

function organizationOf(given: MoneyCase, currency: string): Booking['organization'] {
  const { late } = given
  return {
    ...STRANGERS.organization,
    customersMayCancel: given.switches.cancel,
    customersMayReschedule: given.switches.move,
    currency,
    money: {
      lateFee: late
        ? { minor: late.total, windowMinutes: late.windowMinutes, customers: late.customers }
        : null,
      callOutFeeMinor: null,
      noShowFeeMinor: null,
      feeTaxBasisPoints: given.feeTaxBasisPoints,
      paymentsNeedApproval: false,
      provider: given.provider ? 'fake' : null,
      invoices: { prefix: '', dueDays: 14, seller: 'Kestrel', thanks: '' },
    },
  }
}

/** A rule of the case in the product's shape. */
export function toRule({ until, steps, most, graceMinutes, reason }: OracleRule): ActionRule {
  return {
    allowed:
      until === 'start'
        ? { kind: 'any_time' }
        : until === 'never'
          ? { kind: 'never' }
          : { kind: 'until', noticeMinutes: until },
    reason,
    description: { kind: 'system' },
    blockedMessage: '',
    tiers: steps.map(({ noticeMinutes, percent, total }) => ({
      fromNoticeMinutes: noticeMinutes,
      amount: amountOf(percent === undefined ? { total: total! } : { percent }),
    })),
    limit: most,
    graceMinutes,
  }
}

export function cancelRuleOf(given: MoneyCase): ActionRule {
  const { credit, owesUnpaid } = given
  return {
    ...toRule(given.rules.cancel),
    owesUnpaid,
    ...(credit ? { credit: { amount: amountOf(credit.part), months: credit.months } } : {}),
  }
}

export function amountOf(portion: Portion): TierAmount {
  return 'total' in portion
    ? { kind: 'amount', minor: portion.total.toString() }
    : { kind: 'percent', percent: portion.percent }
}

export function instantOf(microseconds: bigint): Temporal.Instant {
  return Temporal.Instant.fromEpochNanoseconds(microseconds * 1_000n)
}

/** What the arithmetic of a booking does not look at. */
const STRANGERS: Omit<Booking, 'money' | 'sessions' | 'policy' | 'paymentTerms' | 'lateFee'> = {
  orgId: 'organization',
  id: 'booking',
  reference: 'KESTRL',
  revision: 1,
  now: instantOf(0n),
  createdAt: instantOf(0n),
  updatedAt: instantOf(0n),
  channel: 'booking_page',
  organization: {
    name: 'Kestrel',
    zone: 'UTC',
    locale: 'en-GB',
    contactEmail: null,
    contactPhone: null,
    customersMayCancel: true,
    customersMayReschedule: true,
    undoMinutes: 10,
    quoteHonouredMinutes: 10,
    refundSetting: 'automatic',
    currency: 'GBP',
    money: {
      lateFee: null,
      callOutFeeMinor: null,
      noShowFeeMinor: null,
      feeTaxBasisPoints: 0,
      paymentsNeedApproval: false,
      provider: null,
      invoices: { prefix: '', dueDays: 14, seller: '', thanks: '' },
    },
    isSample: false,
    embedOrigins: [],
  },
  eventType: {
    id: 'type',
    slug: 'type',
    name: 'Treatment',
    hostRule: 'one',
    locationKind: 'video',
    locationDetail: '',
    rescheduleHosts: 'same',
    questions: [],
    asking: DEFAULT_ASKING,
  },
  needsApproval: false,
  asks: [],
  followsBookingId: null,
  page: { id: 'page', title: '', slug: 'page', active: true },
  pageOwner: { id: HOST, name: 'Alva', email: '' },
  stakeholders: [],
  programs: [],
  customer: { id: 'cleo', name: 'Cleo', email: 'cleo@mail.example', phone: '', zone: 'UTC', locale: 'en-GB' },
  guests: [],
  answers: [],
  durationMinutes: MINUTES,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  priceMinor: 0n,
  currency: 'GBP',
  paymentMode: 'price_collected',
  heldUntil: null,
  linkGenerations: [],
}
