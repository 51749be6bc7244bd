import { payText, rateText } from '#messages/pay.ts'
import { paths } from '#paths.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { balanceOfBooking } from '#domain/bookings/sale.ts'
import { Card } from '#ui/card.tsx'
import { DetailsList, type DetailsRow } from '#ui/details-list.tsx'
import { linksOf, type LinkView } from './manage-view.ts'

/** What a booking costs, what was paid and with what, and what is open; nothing where no price is collected. */
export function paidRows(view: LinkView): DetailsRow[] {
  const { booking, locale } = view
  if (booking.paymentMode !== 'price_collected') return []
  const text = payText(locale)
  const { money, organization } = booking
  const sum = (minor: bigint) => ({ minor, currency: booking.currency })
  const balance = balanceOfBooking(booking)
  const rate = rateText(money.taxBasisPoints, locale)
  const { paid, back } = movedIn(booking)
  const canPay = balance > 0n && organization.money.provider !== null && !booking.heldUntil
  return [
    {
      term: text.price,
      detail: text.amount(sum(money.totalMinor)),
      note: money.taxMinor > 0n ? text.taxWithin(sum(money.taxMinor), rate) : undefined,
    },
    ...(paid > 0n
      ? [{ term: text.paid, detail: text.amount(sum(paid)), note: text.paidWith(meansOf(booking, locale)) }]
      : []),
    ...(back > 0n ? [{ term: text.wentBack, detail: text.amount(sum(back)) }] : []),
    ...(balance > 0n
      ? [
          {
            term: text.stillToPay,
            detail: text.amount(sum(balance)),
            note: canPay ? (
              <a href={linksOf(view).pay()}>{text.payNow(sum(balance))}</a>
            ) : (
              text.settledBy(organization.name)
            ),
          },
        ]
      : []),
    ...(balance < 0n
      ? [
          {
            term: text.comesBack,
            detail: text.amount(sum(-balance)),
            note: text.settledBy(organization.name),
          },
        ]
      : []),
    ...cardRows(booking, locale),
  ]
}

/** The same as a card of the page that says "Booked". */
export function PaidSoFar({ view }: { view: LinkView }) {
  const rows = paidRows(view)
  if (rows.length === 0) return null
  const text = payText(view.locale)
  const invoice = view.booking.money.invoice ? (
    <a href={paths.invoice(view.token)}>{text.seeInvoice}</a>
  ) : undefined
  return (
    <Card heading={text.paymentHeading} kind="surface" action={invoice}>
      <DetailsList rows={rows} />
    </Card>
  )
}

// What arrived, and what was promised or given back of it.
function movedIn({ money }: Booking): { paid: bigint; back: bigint } {
  const arrived = money.payments.filter(({ state }) => state === 'succeeded')
  return {
    paid: arrived.reduce((sum, payment) => sum + payment.capturedMinor, 0n),
    back: arrived.reduce((sum, payment) => sum + payment.refundedMinor, 0n),
  }
}

function meansOf({ money }: Booking, locale: LinkView['locale']): string[] {
  const text = payText(locale)
  const used = money.payments.filter(
    ({ state, capturedMinor }) => state === 'succeeded' && capturedMinor > 0n,
  )
  return [...new Set(used.map((payment) => text.means(payment)))]
}

function cardRows({ money }: Booking, locale: LinkView['locale']): DetailsRow[] {
  const text = payText(locale)
  const card = money.payments.find(({ purpose, state }) => purpose === 'card' && state === 'succeeded')
  return card ? [{ term: text.cardKept, detail: text.means(card) }] : []
}
