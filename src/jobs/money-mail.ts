import type { Booking } from '#domain/bookings/booking.ts'
import type { PaymentPayload, RefundPayload } from '#domain/facts/fact.ts'
import type { MailToDeliver } from '#domain/notifications/load-delivery.ts'
import { spellReference } from '#platform/ids.ts'
import { localeOf } from '#messages/locale.ts'
import { eventInWords, mailActions, mailFooter, mailTerms } from '#messages/mail.ts'
import {
  moneyMailHeading,
  moneyMailOpening,
  moneyTerms,
  type MoneyMailKind,
  type RefundState,
} from '#messages/mail-money.ts'
import { money } from '#messages/money.ts'
import { paths } from '../paths.ts'
import { maskToken, type ComposedMail } from './compose-mail.ts'
import type { MailContent } from './mail-content.ts'
import { renderHtml } from './render-mail.tsx'
import { renderText } from './render-text.ts'
import { nameInMail, withoutLinks } from './without-links.ts'

/** Which kinds of message are about money alone. */
const KINDS: Partial<Record<MailToDeliver['kind'], MoneyMailKind>> = {
  payment_received: 'payment_received',
  payment_pending: 'payment_pending',
  payment_failed: 'payment_failed',
  late_payment: 'late_payment',
  refund_approved: 'refund_approved',
  refund_paid: 'refund_paid',
  refund_failed: 'refund_failed',
  refund_rejected: 'refund_rejected',
}

/** What must still be true of a refund for the mail to go: words are the state of a row, also when they come late. */
const STILL: Partial<Record<MoneyMailKind, readonly RefundState[]>> = {
  refund_approved: ['approved', 'processing', 'unknown'],
  refund_paid: ['succeeded'],
  refund_failed: ['failed'],
  refund_rejected: ['rejected'],
}

export function isMoneyMail(delivery: MailToDeliver): boolean {
  return KINDS[delivery.kind] !== undefined
}

/** The mail about one payment or refund to the customer; null when something newer was said or will be. */
export function composeMoneyMail(
  delivery: MailToDeliver,
  booking: Booking,
  from: { publicUrl: string; sender: string; token: string | null },
): ComposedMail | null {
  const kind = KINDS[delivery.kind]!
  const [refund] = delivery.fact.refunds
  const still = STILL[kind]
  if (still && !(refund && still.includes(refund.state))) return null
  const content = contentOf(delivery, booking, kind, from)
  const [text, html] = [renderText(content), renderHtml(content, [])]
  const { contactEmail, name } = booking.organization
  return {
    message: {
      messageId: `<${delivery.id}@${from.sender.split('@').at(-1)!}>`,
      from: { name, address: from.sender },
      replyTo: contactEmail ? { name, address: contactEmail } : null,
      to: { name: nameInMail(delivery.recipient.name), address: delivery.to },
      cc: [],
      subject: content.subject,
      text,
      html,
      calendar: [],
    },
    copy: {
      subject: content.subject,
      text: maskToken(text, from.token),
      html: maskToken(html, from.token),
      calendar: null,
    },
  }
}

function contentOf(
  { fact }: MailToDeliver,
  booking: Booking,
  kind: MoneyMailKind,
  { publicUrl, token }: { publicUrl: string; token: string | null },
): MailContent {
  const locale = localeOf(booking.customer.locale)
  const payload = fact.payload as RefundPayload & PaymentPayload
  const [refund] = fact.refunds
  // An approver may have changed the amount; what is told is what the row says now.
  const amount = money(refund?.amountMinor ?? BigInt(payload.amountMinor), booking.currency, locale)
  const heading = moneyMailHeading(kind, amount)
  const paid = booking.money.payments.find((payment) => payment.id === payload.payment)
  const opening = moneyMailOpening(kind, {
    business: booking.organization.name,
    way: refund?.way ?? 'provider',
    state: refund?.state ?? 'approved',
    paysFor: paid?.purpose === 'change' ? 'change' : paid?.purpose === 'booking' ? 'booking' : 'other',
  })
  const reason = kind === 'refund_rejected' ? withoutLinks(fact.reason ?? '') : ''
  return {
    locale,
    subject: heading,
    preview: opening[0]!,
    business: booking.organization.name,
    heading,
    opening,
    facts: [
      { term: moneyTerms.amount, detail: amount },
      ...(reason ? [{ term: mailTerms.reason, detail: reason }] : []),
      { term: mailTerms.what, detail: eventInWords(booking.eventType.name, booking.durationMinutes) },
      { term: mailTerms.reference, detail: spellReference(booking.reference) },
    ],
    links: {
      primary:
        token === null ? null : { href: `${publicUrl}${paths.manage(token)}`, label: mailActions.view },
      actions: [],
    },
    policy: [],
    footer: mailFooter('customer', booking.organization.name, token !== null),
  }
}
