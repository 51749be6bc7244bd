import { balanceOfBooking } from '#domain/bookings/sale.ts'
import type { ChangePayload } from '#domain/facts/fact.ts'
import { creditWords, moneyTerms, refundWords, settledOutside } from '#messages/mail-money.ts'
import { money } from '#messages/money.ts'
import { readerOf, type MailFactLine, type MailSource, type Voice } from './mail-source.ts'

/**
 * What a mail about a booking says of money: the amounts of the fact and the states of rows at this moment. Guests
 * read none of it, and nothing is said of bookings whose price is not collected.
 */
export function moneyLines(source: MailSource, voice: Voice): MailFactLine[] {
  const { booking, told } = source
  if (readerOf(source.delivery) === 'guest' || booking.paymentMode !== 'price_collected') return []
  if (told.kind === 'link_again') return []
  const lines = told.kind === 'booked' ? priceLines(source, voice) : changeLines(source, voice)
  return [...lines, ...balanceLine(source, voice)]
}

function priceLines({ booking }: MailSource, voice: Voice): MailFactLine[] {
  const { totalMinor, discountMinor, discountCode, taxMinor, payments } = booking.money
  const paid = payments.reduce((sum, payment) => sum + payment.capturedMinor, 0n)
  const show = (minor: bigint) => money(minor, booking.currency, voice.locale)
  return [
    { term: moneyTerms.total, detail: show(totalMinor) },
    ...(discountMinor > 0n
      ? [
          {
            term: moneyTerms.discount,
            detail: [show(-discountMinor), discountCode?.code].filter(Boolean).join(', '),
          },
        ]
      : []),
    ...(taxMinor > 0n ? [{ term: moneyTerms.tax, detail: show(taxMinor) }] : []),
    ...(paid > 0n ? [{ term: moneyTerms.paid, detail: show(paid) }] : []),
  ]
}

function changeLines({ delivery, booking }: MailSource, voice: Voice): MailFactLine[] {
  const payload = delivery.fact.payload as ChangePayload
  const show = (minor: bigint | string) => money(BigInt(minor), booking.currency, voice.locale)
  const fees = BigInt(payload.keptMinor ?? 0) + BigInt(payload.owedMinor ?? 0)
  const { refunds } = delivery.fact
  const business = booking.organization.name
  const back = refunds.map((refund) => refundWords(show(refund.amountMinor), refund, business))
  if (back.length === 0 && BigInt(payload.refundMinor) > 0n)
    back.push(settledOutside(show(payload.refundMinor), business))
  return [
    ...(BigInt(payload.feeMinor) > 0n ? [{ term: moneyTerms.fee, detail: show(payload.feeMinor) }] : []),
    ...(fees > 0n ? [{ term: moneyTerms.kept, detail: show(fees) }] : []),
    ...back.map((detail) => ({ term: moneyTerms.back, detail })),
    ...(BigInt(payload.creditMinor ?? 0) > 0n
      ? [{ term: moneyTerms.credit, detail: creditWords(show(payload.creditMinor!), null) }]
      : []),
  ]
}

function balanceLine({ booking }: MailSource, voice: Voice): MailFactLine[] {
  const balance = balanceOfBooking(booking)
  return balance > 0n
    ? [{ term: moneyTerms.toPay, detail: money(balance, booking.currency, voice.locale) }]
    : []
}
