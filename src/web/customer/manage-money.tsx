import { payText } from '#messages/pay.ts'
import type { Quote } from '#domain/bookings/change.ts'
import { quoteId } from '#domain/bookings/quote.ts'
import { Card } from '#ui/card.tsx'
import { Stack } from '#ui/layout.tsx'
import { QuoteSlip } from '#ui/quote-slip.tsx'
import { CancelSlip } from './cancel-money.tsx'
import { moveRule } from './money-rule.ts'
import type { LinkView } from './manage-view.ts'

/** How long the new time is kept for somebody who pays for the move; see paid-change.ts. */
const HELD_WHILE_PAYING_MINUTES = 10

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

/** The fee of a move with its rule, what is paid now, and how long the price and the new time stand (ux M7). */
function MoveSlip({ view, quote }: { view: LinkView; quote: Quote }) {
  const { booking, text, locale, zone } = view
  const words = payText(locale)
  const amount = (digits: string) => words.amount({ minor: BigInt(digits), currency: quote.currency })
  const payNow = quote.payNowMinor !== '0'
  const foot = payNow
    ? words.check.moveHold(HELD_WHILE_PAYING_MINUTES, Temporal.Instant.from(quote.expiresAt), zone)
    : quote.feeMinor === '0'
      ? undefined
      : words.settledBy(booking.organization.name)
  return (
    <Card heading={text.ifYouMove} kind="plain">
      <Stack>
        <QuoteSlip
          quoteId={quoteId(quote)}
          expiresAt={quote.expiresAt}
          rows={quote.reschedule.map((move) => ({
            term: words.rule.moveFee,
            amount: amount(move.feeMinor),
            note: moveRule(view, move),
          }))}
          total={{ term: payNow ? words.check.now : text.toPay, amount: amount(quote.feeMinor) }}
          foot={foot}
        />
      </Stack>
    </Card>
  )
}
