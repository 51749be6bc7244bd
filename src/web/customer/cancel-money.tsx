import { shortWhen } from '#messages/dates.ts'
import { sessionsText } from '#messages/packages.ts'
import { payText } from '#messages/pay.ts'
import type { Sum } from '#messages/pay-rules.ts'
import type { Quote } from '#domain/bookings/change.ts'
import { quoteId } from '#domain/bookings/quote.ts'
import { planRefunds } from '#domain/money/refund-plan.ts'
import { Card } from '#ui/card.tsx'
import { RadioGroup } from '#ui/choices.tsx'
import { QuoteSlip, type QuoteRow } from '#ui/quote-slip.tsx'
import { fieldId } from './form-errors.ts'
import { nounOf, type LinkView } from './manage-view.ts'
import { cancelRule } from './money-rule.ts'

/** What canceling means in money: paid, kept with the rule that keeps it, and what comes back how (ux M1–M4, K4). */
export function CancelSlip({ view, quote }: { view: LinkView; quote: Quote }) {
  const { booking, text, locale } = view
  const words = payText(locale)
  const sum = (minor: bigint): Sum => ({ minor, currency: quote.currency })
  const { refund, kept, owed, undecided } = amountsOf(quote)
  const paid = refund + kept + undecided
  const note = quote.cancel.length === 1 ? cancelRule(view, quote.cancel[0]!) : undefined
  const minus = (minor: bigint) => ({
    amount: words.amount(sum(-minor)),
    spoken: `minus ${words.amount(sum(minor))}`,
  })
  const business = booking.organization.name
  if (quote.cancel.length > 1 && undecided === 0n && owed === 0n)
    return <SessionsSlip view={view} quote={quote} />
  const rows: QuoteRow[] = [
    ...(quote.cancel.length > 1 ? sessionRows(view, quote) : []),
    { term: words.rule.paid, amount: words.amount(sum(paid)) },
    ...(paid > 0n && undecided === 0n
      ? [{ term: words.rule.fee, ...(kept > 0n ? minus(kept) : { amount: words.amount(sum(0n)) }), note }]
      : []),
    ...(undecided > 0n
      ? [
          {
            term: words.rule.mayBeKept,
            ...minus(undecided),
            note: [note, words.rule.decides(business)].filter(Boolean).join('. '),
          },
        ]
      : []),
    ...(owed > 0n && refund > 0n
      ? [{ term: words.rule.feeOwed, amount: words.amount(sum(owed)), note }]
      : []),
  ]
  const total =
    owed > 0n && refund === 0n
      ? { term: text.youWillOwe, amount: words.amount(sum(owed)), note: paid === 0n ? note : undefined }
      : { term: text.youGetBack, amount: words.amount(sum(refund)) }
  return (
    <Card heading={text.ifYouCancel} level={3} kind="plain">
      <QuoteSlip
        quoteId={quoteId(quote)}
        expiresAt={quote.expiresAt}
        rows={rows}
        total={total}
        foot={footOf(view, quote)}
      />
    </Card>
  )
}

/** Of several sessions: what comes back for each with its rule, and the sum of it (ux K4). */
function SessionsSlip({ view, quote }: { view: LinkView; quote: Quote }) {
  const { text, locale, zone, booking } = view
  const words = payText(locale)
  const more = sessionsText(locale)
  const sum = (minor: bigint): Sum => ({ minor, currency: quote.currency })
  const { refund, kept } = amountsOf(quote)
  const paid = sum(refund + kept)
  return (
    <Card heading={text.ifYouCancel} level={3} kind="plain">
      <QuoteSlip
        quoteId={quoteId(quote)}
        expiresAt={quote.expiresAt}
        rows={quote.cancel.map((entry) => ({
          term: shortWhen(Temporal.Instant.from(entry.start), zone, locale, booking.now),
          amount: words.amount(sum(BigInt(entry.refundMinor))),
          note: cancelRule(view, entry),
        }))}
        total={{
          term: text.youGetBack,
          amount: words.amount(sum(refund)),
          note:
            paid.minor === 0n ? undefined : kept === 0n ? more.outOfAll(paid) : more.outOf(paid, sum(kept)),
        }}
        foot={footOf(view, quote)}
      />
    </Card>
  )
}

/** Money or credit, where the policy offers both; what is chosen rides with the form. */
export function TakeChoice({ view, quote, taken }: { view: LinkView; quote: Quote; taken: string }) {
  if (quote.creditMinor === '0') return null
  const { rule } = payText(view.locale)
  const sum = (digits: string): Sum => ({ minor: BigInt(digits), currency: quote.currency })
  const options = [
    {
      value: 'money',
      label: quote.refundMinor === '0' ? rule.takeNoMoney : rule.takeMoney(sum(quote.refundMinor)),
      checked: taken !== 'credit',
    },
    {
      value: 'credit',
      label: rule.takeCredit(sum(quote.creditMinor), quote.creditMonths ?? 12),
      hint: rule.takeCreditHint(view.booking.organization.name),
      checked: taken === 'credit',
    },
  ]
  return <RadioGroup id={fieldId('take')} name="take" legend={rule.takeLegend} options={options} />
}

/** What the button says: the act and the sum it ends in. */
export function cancelLabel(view: LinkView, quote: Quote, take: 'money' | 'credit' = 'money'): string {
  const { booking, text } = view
  const words = payText(view.locale)
  const amount = (minor: bigint) => words.amount({ minor, currency: quote.currency })
  const base = text.cancelButton(nounOf(booking), quote.cancel.length)
  if (take === 'credit') return text.cancelForCredit(base, amount(BigInt(quote.creditMinor)))
  const { refund, kept, owed, undecided } = amountsOf(quote)
  if (refund > 0n) return text.cancelAndGet(base, amount(refund))
  if (owed > 0n)
    return booking.organization.money.provider === null
      ? text.cancelAndOwe(amount(owed))
      : text.cancelAndPay(amount(owed))
  if (undecided > 0n) return text.cancelUndecided(amount(undecided))
  return kept > 0n ? text.cancelForNothing : base
}

function amountsOf(quote: Quote) {
  return {
    refund: BigInt(quote.refundMinor),
    kept: BigInt(quote.keptMinor),
    owed: BigInt(quote.owedMinor),
    undecided: BigInt(quote.undecidedMinor),
  }
}

// Of a package each session has its own line, and the lines sum to the rest.
function sessionRows(view: LinkView, quote: Quote): QuoteRow[] {
  const words = payText(view.locale)
  return quote.cancel.map((entry) => {
    const { refundMinor, keptMinor, undecidedMinor } = entry
    const paid = BigInt(refundMinor) + BigInt(keptMinor) + BigInt(undecidedMinor)
    return {
      term: shortWhen(Temporal.Instant.from(entry.start), view.zone, view.locale, view.booking.now),
      amount: words.amount({ minor: paid, currency: quote.currency }),
      note: cancelRule(view, entry),
    }
  })
}

/** Where the money goes and when, from the payments it came from and the organization's setting. */
function footOf(view: LinkView, quote: Quote): string | undefined {
  const { booking, locale } = view
  const words = payText(locale)
  const { rule } = words
  const business = booking.organization.name
  const { owed, refund } = amountsOf(quote)
  const sum = (minor: bigint): Sum => ({ minor, currency: quote.currency })
  if (owed > 0n && refund === 0n)
    return booking.organization.money.provider === null
      ? rule.oweLater(sum(owed), business)
      : rule.owePay(sum(owed))
  if (refund === 0n) return undefined
  if (quote.refundSetting === 'none') return rule.way.none(business)
  const planned = planRefunds([{ sessionId: null, minor: refund }], booking.money.payments)
  const [only] = planned
  if (!only) return rule.way.none(business)
  const meansOf = (id: string) => words.means(booking.money.payments.find((entry) => entry.id === id)!)
  const waits = quote.refundSetting === 'manual'
  // Two payments with one card are one way back for whoever reads this.
  const byMeans = Map.groupBy(planned, (part) => meansOf(part.paymentId))
  if (byMeans.size > 1) {
    const parts = [...byMeans].map(([means, some]) =>
      rule.way.part(sum(some.reduce((all, part) => all + part.amountMinor, 0n)), means),
    )
    return rule.way.several(parts, waits ? business : null)
  }
  const means = meansOf(only.paymentId)
  if (waits) return rule.way.approval(business, means)
  if (only.way === 'credit') return rule.way.credit
  return only.way === 'outside' ? rule.way.outside(business) : rule.way.card(means)
}
