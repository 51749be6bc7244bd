import type { Quote } from '#domain/bookings/change.ts'
import { Card } from '#ui/card.tsx'
import { CancelSlip } from './cancel-money.tsx'
import type { LinkView } from './manage-view.ts'
import { MoveSlip } from './move-money.tsx'

/** What a quote means in money: the slip where a price was collected, a sentence where it was only shown, else nothing. */
export function QuotedMoney({ view, quote }: { view: LinkView; quote: Quote }) {
  const { booking, text } = view
  const isCancel = quote.cancel.length > 0
  if (booking.paymentMode === 'free') return null
  if (booking.paymentMode === 'price_collected')
    return isCancel ? <CancelSlip view={view} quote={quote} /> : <MoveSlip view={view} quote={quote} />
  if (!isCancel) return null
  const settled = quote.cancel.some(
    (entry) =>
      entry.tier !== null && !(entry.tier.amount.kind === 'percent' && entry.tier.amount.percent === 100),
  )
  return (
    <Card heading={text.ifYouCancel} level={3} kind="plain">
      <p>{settled ? text.businessSettles(booking.organization.name) : text.nothingOwed}</p>
    </Card>
  )
}
