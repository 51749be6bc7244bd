import type { Booking } from '#domain/bookings/booking.ts'
import { moneyOfFact } from '#domain/bookings/money-of-fact.ts'
import type { HistoryEntry } from '#domain/bookings/timeline.ts'
import type { ChangePayload } from '#domain/facts/fact.ts'
import { shortWhen } from '#messages/dates.ts'
import { factAmount, happened } from '#messages/staff-activity.ts'
import { timelineWords } from '#messages/staff-booking.ts'
import { Fold, SourceText } from '#ui/fold.tsx'
import type { IconName } from '#ui/icons.tsx'
import { Timeline } from '#ui/timeline.tsx'
import { askLines } from './history-asks.ts'
import type { StaffContext } from './staff-env.ts'

/** What happened to a booking, newest first: who, by which way, old and new, the rule and the words that came with it. */
export function History(props: {
  c: StaffContext
  booking: Booking
  entries: readonly HistoryEntry[]
  label: string
}) {
  const { c, booking, entries, label } = props
  const { locale, viewer } = c.var
  return (
    <Timeline
      label={label}
      entries={entries.map((entry) => ({
        datetime: entry.at.toString(),
        time: shortWhen(entry.at, viewer.zone, locale, booking.now),
        icon: ICONS[entry.kind] ?? 'activity',
        title: [
          happened(
            entry.kind,
            entry.actor,
            locale,
            entry.kind === 'ask.answered' ? entry.payload.answer : null,
          ),
          timelineWords(locale).channel(entry.channel, entry.keyName),
        ]
          .filter(Boolean)
          .join(' '),
        detail: <EntryDetail c={c} booking={booking} entry={entry} />,
      }))}
    />
  )
}

const ICONS: Partial<Record<HistoryEntry['kind'], IconName>> = {
  'booking.scheduled': 'calendar-days',
  'booking.canceled': 'calendar-x',
  'booking.rescheduled': 'arrow-right',
  'booking.changed': 'arrow-right',
  'booking.confirmed_by_customer': 'calendar-check',
  'booking.requested': 'clock',
  'ask.made': 'mail',
  'ask.answered': 'check',
  'ask.withdrawn': 'undo-2',
  'ask.expired': 'clock',
  'booking.restored': 'undo-2',
  'booking.new_time_asked': 'arrow-right',
  'guest.left': 'users',
  'waitlist.joined': 'clock',
  'waitlist.offered': 'mail',
  'waitlist.taken': 'calendar-check',
  'waitlist.declined': 'x',
  'waitlist.lapsed': 'clock',
  'waitlist.left': 'x',
  'session.completed': 'circle-check',
  'session.no_show': 'x',
  'session.no_show_reverted': 'undo-2',
  'session.failed': 'x',
  'session.failed_reverted': 'undo-2',
  'booking.held': 'clock',
  'payment.recorded': 'banknote',
  'payment.succeeded': 'banknote',
  'payment.pending': 'clock',
  'payment.failed': 'triangle-alert',
  'payment.disputed': 'triangle-alert',
  'refund.failed': 'triangle-alert',
  'refund.requested': 'undo-2',
  'refund.approved': 'undo-2',
  'refund.succeeded': 'undo-2',
  'credit.granted': 'banknote',
  'policy.refused': 'triangle-alert',
  'link.sent_again': 'mail',
  'delivery.resent': 'mail',
}

function EntryDetail({ c, booking, entry }: { c: StaffContext; booking: Booking; entry: HistoryEntry }) {
  const words = timelineWords(c.var.locale)
  return (
    <>
      {[...spanLines(c, booking, entry), ...askLines(c, booking, entry), ...moneyLines(c, entry)].map(
        (line) => (
          <p>{line}</p>
        ),
      )}
      {entry.remark ? (
        <p>
          {entry.remark.body === null ? (
            words.erased
          ) : (
            <bdi dir="auto">{words.reason(entry.remark.body)}</bdi>
          )}
        </p>
      ) : null}
      {ruleLine(c, booking, entry) ? <p class="small quiet">{ruleLine(c, booking, entry)}</p> : null}
      <Fold label={words.raw}>
        <SourceText text={JSON.stringify({ fact: entry.id, kind: entry.kind, ...entry.payload }, null, 2)} />
      </Fold>
    </>
  )
}

/** The amounts of an entry, and what was decided about a fee. */
function moneyLines(c: StaffContext, entry: HistoryEntry): string[] {
  const { locale } = c.var
  const words = timelineWords(locale)
  const amounts = moneyOfFact(entry.kind, entry.payload).map((part) => factAmount(part, locale))
  const decided =
    entry.kind === 'fee.decided' ? [words.feeDecided(entry.payload.kind, entry.payload.decision)] : []
  const reopened = entry.kind === 'refund.failed' && entry.payload.reopened ? [words.cameBack] : []
  return [...decided, ...(amounts.length > 0 ? [`${amounts.join(', ')}.`] : []), ...reopened]
}

/** Old and new times, in the reader's zone. */
function spanLines(c: StaffContext, booking: Booking, entry: HistoryEntry): string[] {
  const words = timelineWords(c.var.locale)
  const { zone } = c.var.viewer
  const instant = (text: string) => Temporal.Instant.from(text)
  if (entry.kind === 'booking.scheduled') {
    return entry.payload.sessions.map((span) => words.scheduled(instant(span.start), zone, booking.now))
  }
  if (entry.kind === 'policy.refused') {
    const { action, closedAt } = entry.payload
    return [
      words.refused(action),
      ...(closedAt ? [words.closedAt(instant(closedAt), zone, booking.now)] : []),
    ]
  }
  const change = changeOf(entry)
  if (!change) return []
  return [
    ...change.canceled.map((span) => words.canceled(instant(span.start), zone, booking.now)),
    ...change.rescheduled.map((span) =>
      words.moved(instant(span.fromStart), instant(span.start), zone, booking.now),
    ),
    ...(change.overridden ? [words.overridden] : []),
    ...(change.customerTold ? [] : [words.customerNotTold]),
  ]
}

// A booking keeps its policy version for life, so the version of the booking is the version of the change.
function ruleLine(c: StaffContext, booking: Booking, entry: HistoryEntry): string {
  const words = timelineWords(c.var.locale)
  const change = changeOf(entry)
  const rule = change ? [words.policy(booking.policy.version), words.quote(change.quote)] : []
  return [...rule, ...(entry.revision === null ? [] : [words.revision(entry.revision)])].join(' \u00B7 ')
}

function changeOf(entry: HistoryEntry): ChangePayload | null {
  return entry.kind === 'booking.canceled' ||
    entry.kind === 'booking.rescheduled' ||
    entry.kind === 'booking.changed'
    ? entry.payload
    : null
}
