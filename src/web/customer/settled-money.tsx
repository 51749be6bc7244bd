import { payText } from '#messages/pay.ts'
import { paths } from '#paths.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import type { SettledMoney } from '#domain/bookings/change.ts'
import type { CreditOnFile, KeptReceipt } from '#domain/bookings/change-history.ts'
import { balanceOfBooking } from '#domain/bookings/sale.ts'
import { ButtonLink } from '#ui/button.tsx'
import type { DetailsRow } from '#ui/details-list.tsx'
import { Row } from '#ui/layout.tsx'
import type { WebContext } from '../deps.ts'
import { zoneQuery } from './book-near.tsx'
import { prefillWithCredit } from './booking-again.ts'
import { linksOf, type ManageView } from './manage-view.ts'
import { withPrefill } from './prefill.ts'
import { refundRows } from './refund-rows.tsx'

/**
 * What a change did with money, from its receipt and from the rows that it made (ux M10). The credit is the one that
 * it gave, unless the credits are named that are left.
 */
export function settledRows(view: ManageView, kept: KeptReceipt, left?: CreditOnFile[]): DetailsRow[] {
  const { receipt, refunds } = kept
  const { money } = receipt
  if (!money || view.booking.paymentMode !== 'price_collected') return []
  const { locale, booking } = view
  const text = payText(locale)
  const { currency } = receipt.quote
  const amount = (digits: string) => text.amount({ minor: BigInt(digits), currency })
  const business = booking.organization.name
  const promised = refunds.reduce((sum, refund) => sum + refund.amountMinor, 0n)
  const unpromised = BigInt(money.refundMinor) - promised
  return [
    ...refundRows(view, refunds),
    ...(unpromised > 0n
      ? [
          {
            term: text.refund.label,
            detail: text.amount({ minor: unpromised, currency }),
            note: text.settledBy(business),
          },
        ]
      : []),
    ...(left ? left.map((credit) => creditRow(view, credit)) : creditRows(view, money, currency)),
    ...(money.keptMinor === '0' ? [] : [{ term: text.refund.kept, detail: amount(money.keptMinor) }]),
    ...undecidedRows(view, kept),
    ...(money.owedMinor === '0' ? [] : [{ term: text.refund.owed, detail: amount(money.owedMinor) }]),
    ...(money.feeMinor === '0' ? [] : [{ term: text.refund.fee, detail: amount(money.feeMinor) }]),
  ]
}

// Once somebody decided, the page says what they decided.
function undecidedRows(view: ManageView, { receipt, lateFee }: KeptReceipt): DetailsRow[] {
  const { money, quote } = receipt
  if (!money || money.undecidedMinor === '0') return []
  const text = payText(view.locale)
  const amount = (minor: bigint) => text.amount({ minor, currency: quote.currency })
  const business = view.booking.organization.name
  if (lateFee?.isDecided)
    return [
      { term: text.refund.kept, detail: amount(lateFee.amountMinor), note: text.refund.decided(business) },
    ]
  return [
    {
      term: text.refund.undecided,
      detail: amount(BigInt(money.undecidedMinor)),
      note: text.refund.undecidedLine(business),
    },
  ]
}

function creditRows(view: ManageView, money: SettledMoney, currency: string): DetailsRow[] {
  if (money.creditMinor === '0') return []
  const expiresAt = money.creditExpiresAt ? Temporal.Instant.from(money.creditExpiresAt) : null
  return [creditRow(view, { leftMinor: BigInt(money.creditMinor), currency, expiresAt })]
}

/** Credit with its end. */
export function creditRow(view: ManageView, { leftMinor, currency, expiresAt }: CreditOnFile): DetailsRow {
  const { booking, zone, locale } = view
  const text = payText(locale)
  return {
    term: text.refund.credit,
    detail: text.amount({ minor: leftMinor, currency }),
    note: expiresAt ? text.refund.creditUntil(expiresAt, zone, booking.now) : text.refund.creditForever,
  }
}

/** What can be done about money after a change: pay what is open, spend the credit, see the paper. */
export function MoneyLinks({ c, view, credit }: { c: WebContext; view: ManageView; credit: boolean }) {
  const { booking, locale } = view
  const text = payText(locale)
  const { page } = booking
  const hasCredit = credit && page.active && page.slug
  const canPay = canPayNow(booking)
  if (!hasCredit && !canPay && !booking.money.invoice) return null
  const prefill = prefillWithCredit(c.var.deps.context.secret, booking)
  return (
    <Row>
      {canPay ? (
        <ButtonLink kind="primary" href={linksOf(view).pay()}>
          {text.check.payOnly({ minor: balanceOfBooking(booking), currency: booking.currency })}
        </ButtonLink>
      ) : null}
      {hasCredit ? (
        <ButtonLink
          kind="primary"
          href={withPrefill(paths.bookingPage(page.slug!, zoneQuery(view)), prefill)}
          icon="calendar-days"
        >
          {text.bookWithCredit}
        </ButtonLink>
      ) : null}
      {booking.money.invoice ? (
        <ButtonLink kind="link" href={paths.invoice(view.token)}>
          {text.seeInvoice}
        </ButtonLink>
      ) : null}
    </Row>
  )
}

/** True where something is owed that can be paid on a page: then that is the one thing to do. */
export function canPayNow(booking: Booking): boolean {
  return balanceOfBooking(booking) > 0n && booking.organization.money.provider !== null
}

/** True where a change gave credit instead of money. */
export function gaveCredit({ receipt }: KeptReceipt): boolean {
  return (receipt.money?.creditMinor ?? '0') !== '0'
}
