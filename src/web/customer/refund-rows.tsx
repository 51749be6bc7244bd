import { payText } from '#messages/pay.ts'
import type { RefundOnFile } from '#domain/bookings/change-history.ts'
import type { DetailsRow } from '#ui/details-list.tsx'
import type { LinkView } from './manage-view.ts'

/** Each refund with its amount and the state of its row: nothing is said that is not booked. */
export function refundRows(view: LinkView, refunds: readonly RefundOnFile[]): DetailsRow[] {
  const { locale, booking, zone } = view
  const text = payText(locale)
  const business = booking.organization.name
  return refunds.map((refund) => {
    const amount = text.amount({ minor: refund.amountMinor, currency: refund.currency })
    const own = { provider: undefined, outside: text.refund.outside, credit: text.refund.creditBack }
    const words = own[refund.way]?.[refund.state] ?? text.refund.states[refund.state]!
    const sent = refund.state === 'succeeded' && refund.settledAt
    const note = [
      words(business),
      sent ? text.refund.sentOn(refund.settledAt!, zone, booking.now) : '',
      refund.way === 'provider' && (sent || refund.state === 'processing') ? text.refund.bank : '',
      refund.way === 'outside' && refund.reference ? text.refund.reference(refund.reference) : '',
    ]
    return {
      term: text.refund.label,
      detail: `${amount} ${text.refund.to(text.means(refund.card))}`,
      note: note.filter(Boolean).join(' '),
    }
  })
}
