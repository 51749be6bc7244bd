import { longDate, shortWhen } from './dates.ts'
import { count, spell, type Locale } from './locale.ts'
import { money } from './money.ts'

/** Words of the activity stream and of its filters. */
export function activityWords(locale: Locale) {
  return {
    title: 'Activity',
    filters: 'Filter the activity',
    views: 'Views',
    all: 'All',
    mine: 'Mine',
    unreadView: 'Unread',
    search: 'Search',
    status: 'Status',
    anyStatus: 'Any status',
    dates: 'Dates',
    createdFrom: 'Booked from',
    createdTo: 'Booked until',
    updatedFrom: 'Changed from',
    updatedTo: 'Changed until',
    submit: 'Show',
    reset: 'Show everything',
    list: 'Bookings, newest change first',
    pane: 'Details of the chosen booking',
    back: 'Back to the list',
    pages: 'Pages',
    newest: 'Newest',
    older: 'Older',
    unread: 'Unread',
    markRead: 'Mark as read',
    markingRead: 'Marking\u2026',
    openBooking: 'Open the whole booking',
    today: 'Today',
    yesterday: 'Yesterday',
    day: (date: Temporal.Instant, zone: string) => longDate(date, zone, locale),
    nothingChosen: 'No booking is open',
    nothingChosenLine: 'Choose one from the list. It opens here.',
    noneYet: 'Nothing has happened yet',
    noneYetLine: 'Bookings and every change to them will stand here, newest first.',
    noneFound: 'Nothing matches',
    noneFoundLine: 'Take away a filter, or write fewer letters.',
    goneTitle: 'There is no such booking here',
    gone: 'It belongs to somebody else, or the address is mistyped.',
    what: (eventType: string, start: Temporal.Instant | null, zone: string, now: Temporal.Instant) =>
      `${eventType}${start ? `, ${shortWhen(start, zone, locale, now)}` : ''}`,
    packageOf: (eventType: string, of: { sessions: number; moved: number; canceled: number }) => {
      const moved = of.moved > 0 ? [`${of.moved} moved`] : []
      const canceled = of.canceled > 0 ? [`${of.canceled} ${spell(locale, 'cancelled')}`] : []
      const sessions = [count(of.sessions, 'session', 'sessions'), ...moved, ...canceled].join(', ')
      return `${sessions} \u00B7 ${eventType}`
    },
    session: (position: number, total: number) => `Session ${position} of ${total}`,
  }
}

type StatusName =
  | 'held'
  | 'requested'
  | 'scheduled'
  | 'rescheduled'
  | 'in_progress'
  | 'awaiting_update'
  | 'completed'
  | 'canceled'
  | 'no_show'
  | 'failed'
  | 'created'
  | 'updated'

/** A booking's or session's status as a word. */
export function statusWord(status: StatusName, locale: Locale): string {
  const words: Record<StatusName, string> = {
    held: 'Held',
    requested: 'Requested',
    scheduled: 'Scheduled',
    rescheduled: 'Rescheduled',
    in_progress: 'In progress',
    awaiting_update: 'Waiting for an update',
    completed: 'Completed',
    canceled: spell(locale, 'Cancelled'),
    no_show: 'No-show',
    failed: 'Failed',
    created: 'Booked',
    updated: 'Updated',
  }
  return words[status]
}

/** Who did something, as facts record it. */
interface DoerInWords {
  kind: 'customer' | 'guest' | 'member' | 'system' | 'calendar' | 'api_key'
  name: string | null
}

/** "by customer", "by Dana", "by the system" (oncehub R100). */
function byWhom(doer: DoerInWords): string {
  if (doer.kind === 'member') return `by ${doer.name ?? 'a former team member'}`
  const plain = {
    customer: 'by customer',
    guest: 'by guest',
    system: 'by the system',
    calendar: 'by the calendar',
    api_key: 'by an API key',
  }
  return plain[doer.kind]
}

/**
 * The detailed status (oncehub R100) beside the chip: only by whom where the chip says what, else both: a booking
 * that was confirmed is still scheduled.
 */
export function detailedStatus(
  status: StatusName,
  latest: { kind: string; actorKind: DoerInWords['kind']; actorName: string | null; answer?: string | null },
  locale: Locale,
): string {
  const doer = { kind: latest.actorKind, name: latest.actorName }
  if (latest.answer) return answered(latest.answer, doer)
  const said: Partial<Record<StatusName, string>> = {
    scheduled: 'booking.scheduled',
    created: 'booking.scheduled',
    rescheduled: 'booking.rescheduled',
    canceled: 'booking.canceled',
    completed: 'session.completed',
    no_show: 'session.no_show',
    failed: 'session.failed',
    held: 'booking.held',
    requested: 'booking.requested',
  }
  if (said[status] !== latest.kind) return happened(latest.kind, doer, locale)
  const by = byWhom(doer)
  return `${by.charAt(0).toUpperCase()}${by.slice(1)}`
}

/** "Approved by Dana", "New times requested by Dana" (oncehub R100). */
function answered(answer: string, doer: DoerInWords): string {
  const words: Record<string, string> = {
    approved: 'Approved',
    free: 'Allowed for free',
    fee: 'Allowed for a fee',
    times: 'Other times offered',
    new_times: 'New times requested',
    no: 'Declined',
  }
  return `${words[answer] ?? 'Answered'} ${byWhom(doer)}`
}

/** What happened last, in the words of the detailed status: "Cancelled by customer". `answer` is that of an ask. */
export function happened(kind: string, doer: DoerInWords, locale: Locale, answer?: string | null): string {
  if (answer) return answered(answer, doer)
  const by = byWhom(doer)
  const sentences: Record<string, string> = {
    'booking.scheduled': `Booked ${by}`,
    'booking.canceled': `${spell(locale, 'Cancelled')} ${by}`,
    'booking.rescheduled': `Moved ${by}`,
    'booking.changed': `Changed ${by}`,
    'booking.confirmed_by_customer': `Confirmed ${by}`,
    'booking.requested': `Requested ${by}`,
    'ask.made': `Asked ${by}`,
    'ask.answered': `Answered ${by}`,
    'ask.withdrawn': `Question withdrawn ${by}`,
    'ask.expired': 'Question ran out',
    'booking.restored': `${spell(locale, 'Cancellation')} taken back ${by}`,
    'booking.new_time_asked': `Reschedule requested ${by}`,
    'guest.left': `${doer.kind === 'guest' && doer.name ? doer.name : 'A guest'} will not come`,
    'waitlist.joined': `Waiting list joined ${by}`,
    'waitlist.offered': 'Free time offered to the waiting list',
    'waitlist.taken': `Offered time taken ${by}`,
    'waitlist.declined': `Offered time declined ${by}`,
    'waitlist.lapsed': 'Offered time not taken',
    'waitlist.left': `Waiting list left ${by}`,
    'session.completed': `Completed ${by}`,
    'session.no_show': `Marked as no-show ${by}`,
    'session.no_show_reverted': `No-show taken back ${by}`,
    'session.failed': `Marked as failed ${by}`,
    'session.failed_reverted': `Failure taken back ${by}`,
    'policy.refused': `Tried ${by}, refused by the policy`,
    'link.sent_again': `Link sent again ${by}`,
    'delivery.resent': `Message sent again ${by}`,
  }
  return sentences[kind] ?? moneyHappened(kind, doer) ?? `Changed ${by}`
}

// What follows by itself is nobody's deed, so the system is not named.
function moneyHappened(kind: string, doer: DoerInWords): string | undefined {
  const words: Record<string, string> = {
    'booking.held': 'Times held',
    'booking.released': 'Held times given back',
    'payment.pending': 'Payment under way',
    'payment.recorded': 'Payment written down',
    'payment.succeeded': 'Payment received',
    'payment.failed': 'Payment failed',
    'payment.rejected': 'Payment rejected',
    'payment.disputed': 'Payment disputed at the bank',
    'refund.requested': 'Refund asked for',
    'refund.approved': 'Refund approved',
    'refund.changed': 'Refund lowered',
    'refund.rejected': 'Refund rejected',
    'refund.succeeded': 'Refund paid back',
    'refund.failed': 'Refund failed',
    'fee.decided': 'Fee decided',
    'fee.corrected': 'Fee changed',
    'credit.granted': 'Credit given',
    'credit.expired': 'Credit ran out',
    'invoice.voided': 'Invoice voided',
  }
  const what = words[kind]
  return what && doer.kind !== 'system' ? `${what} ${byWhom(doer)}` : what
}

/** An amount that a fact speaks of (the shape of FactMoney). */
export interface MoneyInWords {
  what: 'amount' | 'back' | 'credit' | 'fee' | 'kept' | 'owed' | 'to_pay' | 'fee_before'
  minor: bigint
  currency: string
}

/** The amount beside a change in the stream, and in the history: "£20.00 back". */
export function factAmount({ what, minor, currency }: MoneyInWords, locale: Locale): string {
  const amount = money(minor, currency, locale)
  const words: Record<MoneyInWords['what'], string> = {
    amount,
    back: `${amount} back`,
    credit: `${amount} as credit`,
    fee: `${amount} fee`,
    kept: `${amount} kept`,
    owed: `${amount} owed`,
    to_pay: `${amount} to pay`,
    fee_before: `${amount} before`,
  }
  return words[what]
}
