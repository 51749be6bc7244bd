import { balanceOfBooking } from '#domain/bookings/sale.ts'
import type { ChangePayload } from '#domain/facts/fact.ts'
import { creditWords, moneyTerms, refundWords, settledOutside } from '#messages/mail-money.ts'
import type { Locale } from '#messages/locale.ts'
import { money } from '#messages/money.ts'
import { readerOf, undoableUntil, type MailFactLine, type MailSource, type Voice } from './mail-source.ts'

/**
 * What a mail about a booking says of money: the amounts of the fact and the states of rows at this moment. Guests
 * read none of it, and nothing is said of bookings whose price is not collected.
 */
export function moneyLines(source: MailSource, voice: Voice): MailFactLine[] {
  const { booking } = source
  if (readerOf(source.delivery) === 'guest' || booking.paymentMode !== 'price_collected') return []
  const lines = linesOf(source, voice)
  if (!lines) return []
  return [...lines, ...balanceLine(source, voice)]
}

/** What the host's own cancellation gives back, and whether it is all that was paid; empty where nothing certain is. */
export function givenBack(
  { delivery, booking, told }: MailSource,
  locale: Locale,
): { back: string; isAll: boolean } {
  const minor = BigInt((delivery.fact.payload as ChangePayload).refundMinor)
  const stopped = delivery.fact.refunds.some(({ state }) => state === 'rejected' || state === 'failed')
  if (minor === 0n || stopped || booking.paymentMode !== 'price_collected') return { back: '', isAll: false }
  const isAll = told.sessions.every(({ session }) => session.paidMinor <= 0n)
  return { back: money(minor, booking.currency, locale), isAll }
}

// Null where a mail is not about money at all: nothing was sold yet, or nothing about it changed.
function linesOf(source: MailSource, voice: Voice): MailFactLine[] | null {
  switch (source.told.kind) {
    case 'booked':
    case 'restored':
      return priceLines(source, voice)
    case 'moved':
    case 'canceled':
    case 'changed':
      return changeLines(source, voice)
    default:
      return null
  }
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

function changeLines(source: MailSource, voice: Voice): MailFactLine[] {
  const { delivery, booking } = source
  const payload = delivery.fact.payload as ChangePayload
  const show = (minor: bigint | string) => money(BigInt(minor), booking.currency, voice.locale)
  const fees = BigInt(payload.keptMinor ?? 0) + BigInt(payload.owedMinor ?? 0)
  const { refunds } = delivery.fact
  const business = booking.organization.name
  const until = undoableUntil(source, voice)
  const back = refunds.map((refund) => refundWords(show(refund.amountMinor), refund, business, until))
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
