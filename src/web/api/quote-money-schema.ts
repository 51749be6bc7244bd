import { z } from '@hono/zod-openapi'
import type { Booking } from '#domain/bookings/booking.ts'
import type { Quote } from '#domain/bookings/change.ts'
import { evaluateSession } from '#domain/bookings/decide-change.ts'
import type { SessionVerdict } from '#domain/bookings/explain-change.ts'
import { moneyOfCancel, moneyOfMove } from '#domain/bookings/quote-money.ts'
import { showMoney } from '#domain/money/show-money.ts'
import type { Tier } from '#domain/policies/policy.ts'
import { money } from './schemas.ts'

const rule = z
  .strictObject({
    from_notice_minutes: z.number().int(),
    percent: z.number().int().optional(),
    amount: z.number().int().optional().openapi({ description: 'Minor units.' }),
  })
  .openapi('MoneyRule', { description: 'The tier of the policy that decided about money.' })

/** What a change of one session does with money by itself; zero all through for team members, who decide. */
export const sessionMoneyFields = {
  refund: money.openapi({ description: 'Given back of what was paid.' }),
  kept: money.openapi({ description: 'Kept of what was paid, as a fee for cancelling.' }),
  owed: money.openapi({ description: 'Asked for beyond what was paid; it goes on the invoice.' }),
  undecided: money.openapi({
    description: 'Paid, and neither kept nor given back before the business decided.',
  }),
  credit: money.openapi({
    description: 'Instead of `refund` for whoever takes credit; 0 where none is offered.',
  }),
  fee: money.openapi({ description: 'For moving it.' }),
  decided_by: z.enum(['none', 'grace', 'policy', 'late_fee', 'agreed']).openapi({
    description:
      'Which rule decided about money: none, the time after booking in which changes are free, a tier of the policy, or the fee of the business for late cancellations.',
  }),
  rule: rule.nullable(),
}

const totals = z
  .strictObject({
    refund: money,
    kept: money,
    owed: money,
    undecided: money,
    fee: money.openapi({ description: 'For moving, in all.' }),
    fees_tax: money.openapi({ description: 'Tax inside `fee`, `kept` and `owed`.' }),
    tax_back: money.openapi({ description: 'Tax inside the sessions that are no longer charged.' }),
  })
  .openapi('QuoteTotals')

/** Money of a change as a whole. */
export const quoteMoneyFields = {
  totals,
  pay_now: money.openapi({
    description:
      'Has to be paid before the change is made: start a payment with `for: "change"` and this quote. At 0 confirm it with `changes`.',
  }),
  credit: z
    .strictObject({
      amount: money,
      months: z.number().int().nullable().openapi({ description: 'How long it is good.' }),
    })
    .openapi('CreditOffer')
    .nullable()
    .openapi({ description: 'What the customer may take instead of money, with `take: "credit"`.' }),
  refund_setting: z.enum(['none', 'manual', 'automatic']).openapi({
    description:
      "What becomes of money back from a customer's change: nothing by itself, a request that somebody approves, or the refund at once.",
  }),
  fee_asked: money.nullable().openapi({
    description:
      'For team members: the fee that `fee` in `choices` has to decide on, where one is asked for.',
  }),
  refundable: money.openapi({
    description: 'For team members: the most that `refund` in `choices` may name.',
  }),
}

type ShownQuoteMoney = z.input<z.ZodObject<typeof quoteMoneyFields>>
type ShownSessionMoney = z.input<z.ZodObject<typeof sessionMoneyFields>>

/** The money of a quote; zero all through for a change that is refused. */
export function showQuoteMoney(booking: Booking, quote: Quote | null): ShownQuoteMoney {
  const shown = (minor: string | undefined) => showMoney(minor ?? '0', booking.currency)
  return {
    totals: {
      refund: shown(quote?.refundMinor),
      kept: shown(quote?.keptMinor),
      owed: shown(quote?.owedMinor),
      undecided: shown(quote?.undecidedMinor),
      fee: shown(quote?.feeMinor),
      fees_tax: shown(quote?.feesTaxMinor),
      tax_back: shown(quote?.taxBackMinor),
    },
    pay_now: shown(quote?.payNowMinor),
    credit:
      quote && quote.creditMinor !== '0'
        ? { amount: shown(quote.creditMinor), months: quote.creditMonths }
        : null,
    refund_setting: quote?.refundSetting ?? booking.organization.refundSetting,
    fee_asked: quote?.feeAsked ? shown(quote.feeAsked.defaultMinor) : null,
    refundable: shown(quote?.refundableMinor),
  }
}

/** The same rules as in the quote, so that a change refused as a whole still says what each part would cost. */
export function moneyOfSession(
  booking: Booking,
  { session, action, refusal, tier }: SessionVerdict,
  actor: 'customer' | 'member',
): ShownSessionMoney {
  const judged = evaluateSession(booking, session, action)
  const verdict = judged.allowed ? judged : { tier: null, inGrace: false }
  const isPossible = refusal === null
  const cancel = isPossible && action === 'cancel' ? moneyOfCancel(booking, session, verdict, actor) : null
  const move = isPossible && action === 'reschedule' ? moneyOfMove(booking, session, verdict, actor) : null
  const shown = (minor: string | undefined) => showMoney(minor ?? '0', booking.currency)
  return {
    refund: shown(cancel?.refundMinor),
    kept: shown(cancel?.keptMinor),
    owed: shown(cancel?.owedMinor),
    undecided: shown(cancel?.undecidedMinor),
    credit: shown(cancel?.creditMinor),
    fee: shown(move?.feeMinor),
    decided_by: (cancel ?? move)?.rule ?? 'none',
    // Nothing of the policy decides for the team.
    rule: tier && actor === 'customer' ? showRule(tier) : null,
  }
}

function showRule({ fromNoticeMinutes, amount }: Tier): z.input<typeof rule> {
  const share = amount.kind === 'percent' ? { percent: amount.percent } : { amount: Number(amount.minor) }
  return { from_notice_minutes: fromNoticeMinutes, ...share }
}
