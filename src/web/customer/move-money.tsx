import { sessionsText } from '#messages/packages.ts'
import { payText } from '#messages/pay.ts'
import type { Sum } from '#messages/pay-rules.ts'
import type { Quote } from '#domain/bookings/change.ts'
import { quoteId } from '#domain/bookings/quote.ts'
import { Card } from '#ui/card.tsx'
import { Stack } from '#ui/layout.tsx'
import { QuoteSlip, type QuoteRow } from '#ui/quote-slip.tsx'
import { moveRule } from './money-rule.ts'
import type { LinkView } from './manage-view.ts'

/** How long the new time is kept for somebody who pays for the move; see paid-change.ts. */
const HELD_WHILE_PAYING_MINUTES = 10

/** The fee of a move with its rule, what is paid now, and how long the price and the new times stand (ux M7, K3). */
export function MoveSlip({ view, quote }: { view: LinkView; quote: Quote }) {
  const { text, locale } = view
  const words = payText(locale)
  const payNow = quote.payNowMinor !== '0' && !quote.needsApproval
  return (
    <Card heading={text.ifYouMove} kind="plain">
      <Stack>
        <QuoteSlip
          quoteId={quoteId(quote)}
          expiresAt={quote.expiresAt}
          rows={feeRows(view, quote)}
          total={{
            term: payNow ? words.check.now : text.toPay,
            amount: words.amount({ minor: BigInt(quote.feeMinor), currency: quote.currency }),
          }}
          foot={footOf(view, quote, payNow)}
        />
      </Stack>
    </Card>
  )
}

// Sessions with one fee and one rule are one row: so many times this much.
function feeRows(view: LinkView, quote: Quote): QuoteRow[] {
  const words = payText(view.locale)
  const text = sessionsText(view.locale)
  const sum = (digits: string): Sum => ({ minor: BigInt(digits), currency: quote.currency })
  const kinds = Map.groupBy(quote.reschedule, (move) => `${move.feeMinor} ${moveRule(view, move)}`)
  return [...kinds.values()].map((moves) => {
    const [move] = moves
    const each = sum(move!.feeMinor)
    const isMany = moves.length > 1 && each.minor > 0n
    const total = sum((each.minor * BigInt(moves.length)).toString())
    return {
      term: isMany ? `${words.rule.moveFee}, ${text.times(moves.length, each)}` : words.rule.moveFee,
      amount: words.amount(total),
      note: moveRule(view, move!),
    }
  })
}

function footOf({ booking, zone, locale }: LinkView, quote: Quote, payNow: boolean): string | undefined {
  const words = payText(locale)
  if (quote.needsApproval && quote.feeMinor !== '0')
    return sessionsText(locale).askFee({ minor: BigInt(quote.feeMinor), currency: quote.currency })
  if (payNow)
    return words.check.moveHold(HELD_WHILE_PAYING_MINUTES, Temporal.Instant.from(quote.expiresAt), zone)
  return quote.feeMinor === '0' ? undefined : words.settledBy(booking.organization.name)
}
