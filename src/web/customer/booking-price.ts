import { priceText } from '#messages/booking.ts'
import type { Locale } from '#messages/locale.ts'
import { payText, rateText } from '#messages/pay.ts'
import { openCredit, creditsOf } from '#domain/money/credits.ts'
import { dueAtBooking, priceOf } from '#domain/money/price.ts'
import type { Offer } from '#domain/event-types/offer.ts'
import type { WebContext } from '../deps.ts'
import type { OpenOffer } from './booking-offer.tsx'

/** What an offer costs in all, and when that is paid; without a code, which the next page counts in. */
export function offerMoney(offer: Offer, locale: Locale): { price: string; note: string | undefined } {
  const { eventType, tax } = offer
  if (eventType.paymentMode === 'free' || eventType.priceMinor === 0n)
    return { price: priceText(eventType, locale), note: undefined }
  const text = payText(locale)
  const price = priceOf(eventType.priceMinor, null, tax)
  const sum = (minor: bigint) => ({ minor, currency: eventType.currency })
  const taxNote =
    price.taxMinor > 0n ? text.taxWithin(sum(price.taxMinor), rateText(tax.basisPoints, locale)) : ''
  const when = eventType.paymentMode === 'price_collected' ? whenPaid(offer, price.totalMinor, locale) : ''
  const note = [taxNote, when].filter(Boolean).join(' ')
  return { price: text.amount(sum(price.totalMinor)), note: note || undefined }
}

function whenPaid(offer: Offer, totalMinor: bigint, locale: Locale): string {
  const { terms, eventType, organization } = offer
  const words = payText(locale).terms
  if (organization.money.provider === null) return words.pay_at_venue
  if (terms.kind !== 'deposit') return words[terms.kind]
  return words.deposit({ minor: dueAtBooking(terms, totalMinor), currency: eventType.currency })
}

/** What is left of the credit that an address or a form proves to be somebody's. */
export async function creditHere(c: WebContext, { scope, offer, prefill }: OpenOffer): Promise<bigint> {
  const { reader, secret } = c.var.deps.context
  const customer = openCredit(secret, scope.orgId, prefill['credit'] ?? '')
  if (!customer || offer.eventType.paymentMode !== 'price_collected') return 0n
  const credits = await creditsOf(reader, scope, customer, offer.eventType.currency)
  return credits.reduce((sum, credit) => sum + credit.leftMinor, 0n)
}
