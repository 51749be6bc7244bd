import { money } from '#messages/money.ts'
import type { Quote } from '#domain/bookings/change.ts'
import { quoteId } from '#domain/bookings/quote.ts'
import { Card } from '#ui/card.tsx'
import { QuoteSlip } from '#ui/quote-slip.tsx'
import type { LinkView } from './manage-view.ts'

/** What a quote means in money: the slip where a price was collected, a sentence where it was only shown, else nothing. */
export function QuotedMoney({ view, quote }: { view: LinkView; quote: Quote }) {
  const { booking, text } = view
  const isCancel = quote.cancel.length > 0
  if (booking.paymentMode === 'free') return null
  if (booking.paymentMode === 'price_collected') return <CollectedMoney view={view} quote={quote} />
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

function CollectedMoney({ view, quote }: { view: LinkView; quote: Quote }) {
  const { booking, text, locale } = view
  const amount = (minor: bigint) => money(minor, quote.currency, locale)
  const id = { quoteId: quoteId(quote), expiresAt: quote.expiresAt }
  if (quote.cancel.length === 0) {
    const fee = BigInt(quote.feeMinor)
    if (fee === 0n) return null
    return (
      <Card heading={text.ifYouMove} level={3} kind="plain">
        <QuoteSlip
          {...id}
          rows={[{ term: text.fee, amount: amount(fee) }]}
          total={{ term: text.toPay, amount: amount(fee) }}
        />
      </Card>
    )
  }
  const shares = booking.sessions.filter((session) =>
    quote.cancel.some((entry) => entry.session === session.id),
  )
  const price = shares.reduce((sum, session) => sum + session.priceShareMinor, 0n)
  const back = BigInt(quote.refundMinor)
  return (
    <Card heading={text.ifYouCancel} level={3} kind="plain">
      <QuoteSlip
        {...id}
        rows={[
          { term: text.price, amount: amount(price) },
          { term: text.kept, amount: amount(price - back) },
        ]}
        total={{ term: text.youGetBack, amount: amount(back) }}
      />
    </Card>
  )
}
