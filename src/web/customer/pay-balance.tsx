import { payText } from '#messages/pay.ts'
import { paths } from '#paths.ts'
import type { InvoiceLine } from '#domain/money/booking-money.ts'
import { balanceOfBooking } from '#domain/bookings/sale.ts'
import { Banner } from '#ui/banner.tsx'
import { Card } from '#ui/card.tsx'
import { Stack } from '#ui/layout.tsx'
import { QuoteSlip, type QuoteRow } from '#ui/quote-slip.tsx'
import { BookingOfLink } from './manage-card.tsx'
import type { ManageView } from './manage-view.ts'

/** What is open on a booking that is made: the lines of its invoice, what was paid, and the rest. */
export function BalanceBody({ view }: { view: ManageView }) {
  const { booking, locale } = view
  const text = payText(locale)
  const sum = (minor: bigint) => ({ minor, currency: booking.currency })
  const balance = balanceOfBooking(booking)
  const isOff = booking.sessions.every((session) => session.state === 'canceled')
  const lines = (booking.money.invoice?.lines ?? []).filter((line) => line.payableMinor !== 0n)
  const asked = lines.reduce((total, line) => total + line.payableMinor, 0n)
  const rows: QuoteRow[] = [
    ...lines.map((line) => ({ term: nameOf(view, line), amount: text.amount(sum(line.payableMinor)) })),
    ...(asked !== balance
      ? [
          {
            term: text.paid,
            amount: text.amount(sum(balance - asked)),
            spoken: `minus ${text.amount(sum(asked - balance))}`,
          },
        ]
      : []),
  ]
  return (
    <Stack gap="section">
      {isOff ? <Banner kind="ok" title={text.rule.canceledAndOpen} /> : null}
      <Card heading={text.check.owedFor} kind="plain">
        <QuoteSlip
          rows={rows}
          total={{ term: text.stillToPay, amount: text.amount(sum(balance)) }}
          foot={
            <>
              {text.check.nothingLost} <a href={paths.invoice(view.token)}>{text.seeInvoice}</a>
            </>
          }
        />
      </Card>
      <BookingOfLink view={view} withoutMoney />
    </Stack>
  )
}

function nameOf(view: ManageView, line: InvoiceLine): string {
  const text = payText(view.locale)
  const session = view.booking.sessions.find((entry) => entry.id === line.sessionId)
  const what = line.kind === 'session' ? view.booking.eventType.name : (text.lines[line.kind] ?? line.label)
  const several = view.booking.sessions.length > 1 && session
  return several ? `${what}, ${view.text.sessionNumber(session.position)}` : what
}
