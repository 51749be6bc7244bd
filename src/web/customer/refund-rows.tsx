import { payText } from '#messages/pay.ts'
import { takingBackText } from '#messages/taking-back.ts'
import type { RefundOnFile } from '#domain/bookings/change-history.ts'
import type { DetailsRow } from '#ui/details-list.tsx'
import type { LinkView } from './manage-view.ts'

/**
 * Money that goes back, with the state of its rows: nothing is said that is not booked. What goes the same way and is as
 * far is one line, since a sum that was paid in parts also goes back in parts.
 */
export function refundRows(view: LinkView, refunds: readonly RefundOnFile[]): DetailsRow[] {
  const text = payText(view.locale)
  const alike = Map.groupBy(refunds, (refund) =>
    [refund.way, refund.state, text.means(refund.card), refund.reference, refund.settledAt].join('|'),
  )
  return [...alike.values()].map((group) => rowOf(view, group))
}

// Only what would leave by itself; what waits for somebody says that.
function isWaiting({ dueAt, state }: RefundOnFile, now: Temporal.Instant): boolean {
  return state === 'approved' && dueAt !== null && Temporal.Instant.compare(now, dueAt) < 0
}

function rowOf(view: LinkView, group: readonly RefundOnFile[]): DetailsRow {
  const { locale, booking, zone } = view
  const text = payText(locale)
  const [refund] = group as [RefundOnFile]
  const minor = group.reduce((sum, one) => sum + one.amountMinor, 0n)
  const own = { provider: undefined, outside: text.refund.outside, credit: text.refund.creditBack }
  const words = own[refund.way]?.[refund.state] ?? text.refund.states[refund.state]!
  const sent = refund.state === 'succeeded' && refund.settledAt
  const waits = isWaiting(refund, booking.now)
  const note = [
    waits ? takingBackText(locale).undo.waits(refund.dueAt!, zone) : words(booking.organization.name),
    sent ? text.refund.sentOn(refund.settledAt!, zone, booking.now) : '',
    group.length > 1 ? text.refund.inParts(group.length) : '',
    refund.way === 'provider' && (sent || refund.state === 'processing') ? text.refund.bank : '',
    refund.way === 'outside' && refund.reference ? text.refund.reference(refund.reference) : '',
  ]
  return {
    term: text.refund.label,
    detail: `${text.amount({ minor, currency: refund.currency })} ${text.refund.to(text.means(refund.card))}`,
    note: note.filter(Boolean).join(' '),
  }
}
