import { may } from '#domain/access/scope.ts'
import type { ChangeChoices, ChangeRefusal, Quote } from '#domain/bookings/change.ts'
import { whoMay } from '#domain/bookings/staff-reads.ts'
import { money } from '#messages/money.ts'
import { cancelMoneyWords } from '#messages/staff-change.ts'
import { refundLimitHint } from '#messages/staff-money.ts'
import { moneyProblem } from '#messages/staff-money-problems.ts'
import type { Typed } from '#platform/forms.ts'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { RadioGroup } from '#ui/choices.tsx'
import { TextField } from '#ui/field.tsx'
import { Row, Section, Stack } from '#ui/layout.tsx'
import { QuoteSlip, type QuoteRow } from '#ui/quote-slip.tsx'
import { fieldId, type FormProblems } from '../../customer/form-errors.ts'
import { lineOf } from '../settings/typed-values.ts'
import type { StaffContext } from '../staff-env.ts'
import { FeeFields, feeOf, NO_FEE_TYPED, readFee, type FeeQuestion, type FeeTyped } from './fee-fields.tsx'
import { feeProblem } from './fee-refused.ts'
import { approvesUpTo } from './own-limit.ts'
import { readAmount, type MoneyProblems } from './typed-amount.ts'

/** What a member chose about the money of a cancellation, as it was typed. */
export interface CancelMoneyTyped extends FeeTyped {
  refund: string
  refundAmount: string
}

export const NO_MONEY_TYPED: CancelMoneyTyped = { ...NO_FEE_TYPED, refund: 'none', refundAmount: '' }

/** What the money part of the page needs to know beside the quote. */
export interface CancelMoneyShown {
  question: FeeQuestion | null
  refundableMinor: bigint
  currency: string
  /** Up to which amount the reader's refund is approved with this; null is no limit. */
  limit: bigint | null
  /** Who may ask for a refund, where the reader may not. */
  refunders: readonly string[]
}

/** Reads what the page needs; null where no money is on the sessions and no fee is asked about. */
export async function cancelMoneyOf(c: StaffContext, quote: Quote): Promise<CancelMoneyShown | null> {
  const refundableMinor = BigInt(quote.refundableMinor)
  if (!quote.feeAsked && refundableMinor === 0n) return null
  const { reader } = c.var.deps.context
  const { scope } = c.var
  const namesOf = async (permission: 'fee.waive' | 'refund.request') =>
    may(scope, permission) ? [] : whoMay(reader, scope, permission)
  const { currency } = quote
  return {
    question: quote.feeAsked && {
      kind: 'cancellation',
      defaultMinor: BigInt(quote.feeAsked.defaultMinor),
      currency,
      names: await namesOf('fee.waive'),
    },
    refundableMinor,
    currency,
    limit: await approvesUpTo(c),
    refunders: await namesOf('refund.request'),
  }
}

/** Reads the choices of a posted form; amounts are typed by a member here and checked again under the lock. */
export function readCancelMoney(
  typed: Typed,
  quote: Quote | null,
  reason: string,
): {
  typed: CancelMoneyTyped
  choices: Pick<ChangeChoices, 'fee' | 'refundMinor'>
  problems: MoneyProblems
} {
  const asked = quote?.feeAsked
  const currency = quote?.currency ?? 'XXX'
  const question = asked ? { defaultMinor: BigInt(asked.defaultMinor), currency } : null
  const fee = readFee(typed, question, reason)
  const refund = lineOf(typed, 'refund') || 'none'
  const left = BigInt(quote?.refundableMinor ?? 0) - feeOf(fee.choice, question)
  const other =
    refund === 'other' ? readAmount(typed, 'refund-amount', currency) : { minor: 0n, problems: {} }
  const refundMinor = refund === 'all' && left > 0n ? left : other.minor
  return {
    typed: { ...fee.typed, refund, refundAmount: lineOf(typed, 'refund-amount') },
    choices: {
      ...(fee.choice ? { fee: fee.choice } : {}),
      ...(refundMinor > 0n ? { refundMinor } : {}),
    },
    problems: { ...fee.problems, ...other.problems },
  }
}

/** A refusal of the use case as the problem of a field, or null when it is about something else. */
export async function moneyRefusalInForm(
  c: StaffContext,
  refusal: ChangeRefusal,
): Promise<MoneyProblems | null> {
  if (refusal.code === 'refund_too_large') return { 'refund-amount': refusal }
  if (refusal.code === 'reason_required') return { reason: { code: refusal.code } }
  if (refusal.code !== 'refund_not_permitted') return feeProblem(c, refusal)
  const names = await whoMay(c.var.deps.context.reader, c.var.scope, 'refund.request')
  return { refund: { code: refusal.code, names } }
}

/** The fee prompt, what goes back, and what both come to (ux A5, octopus O66–O69, O105). */
export function CancelMoneyFields(props: {
  c: StaffContext
  shown: CancelMoneyShown
  typed: CancelMoneyTyped
  choices: Pick<ChangeChoices, 'fee' | 'refundMinor'>
  problems: FormProblems | null
}) {
  const { c, shown } = props
  const words = cancelMoneyWords(c.var.locale)
  return (
    <Section heading={words.heading} id="money">
      <Stack>
        {shown.question ? <FeeFields {...props} question={shown.question} /> : null}
        <RefundFields {...props} />
        <Slip {...props} />
        <Row>
          <Button kind="quiet" name="act" value="work-out">
            {words.workOut}
          </Button>
        </Row>
      </Stack>
    </Section>
  )
}

function RefundFields({ c, shown, typed, problems }: Parameters<typeof CancelMoneyFields>[0]) {
  const { locale, scope } = c.var
  const words = cancelMoneyWords(locale)
  const { refundableMinor, currency, question, limit } = shown
  if (refundableMinor === 0n) return <p>{words.noRefund}</p>
  if (!may(scope, 'refund.request')) {
    const why = moneyProblem({ code: 'refund_not_permitted', names: shown.refunders }, locale)
    return <p id={fieldId('refund')}>{why}</p>
  }
  const fee = question?.defaultMinor ?? 0n
  const withFee = refundableMinor > fee ? refundableMinor - fee : 0n
  const options = [
    { value: 'none', label: words.none, hint: words.noneHint },
    {
      value: 'all',
      label: words.all,
      hint: question
        ? words.allOrLess(withFee, refundableMinor, currency)
        : words.allHint(refundableMinor, currency),
    },
    {
      value: 'other',
      label: words.other,
      more: (
        <TextField
          id={fieldId('refund-amount')}
          name="refund-amount"
          label={words.otherAmount}
          value={typed.refundAmount}
          error={problems?.of('refund-amount')}
          inputmode="decimal"
          width="short"
          suffix={currency}
        />
      ),
    },
  ]
  return (
    <RadioGroup
      id={fieldId('refund')}
      name="refund"
      legend={words.refund}
      hint={refundLimitHint(limit, currency, locale)}
      error={problems?.of('refund')}
      options={options.map((option) => ({ ...option, checked: option.value === typed.refund }))}
    />
  )
}

/** What goes back and what is kept, worked out from the choices as they stand in the page. */
function Slip({ c, shown, choices }: Parameters<typeof CancelMoneyFields>[0]) {
  const { locale } = c.var
  const words = cancelMoneyWords(locale)
  const { currency, refundableMinor, question, limit } = shown
  const amount = (minor: bigint) => money(minor, currency, locale)
  const fee = feeOf(choices.fee ?? null, question)
  const back = choices.refundMinor ?? 0n
  const open = fee + back - refundableMinor
  const isOpen = question !== null && !choices.fee
  const waits = limit !== null && back > limit
  const rows: QuoteRow[] = [
    { term: words.paid, amount: amount(refundableMinor) },
    ...(question
      ? [{ term: words.fee, amount: amount(fee), ...(isOpen ? { note: words.feeOpen } : {}) }]
      : []),
    {
      term: words.back,
      amount: amount(back),
      ...(back > 0n ? { note: waits ? words.backWaits : words.backAtOnce } : {}),
    },
  ]
  const term = open > 0n ? words.owes : open < 0n ? words.stays : words.even
  return (
    <Card heading={words.slip} level={3} kind="sunken">
      <QuoteSlip
        rows={rows}
        total={{ term, amount: amount(open < 0n ? -open : open) }}
        foot={words.slipHint}
      />
    </Card>
  )
}
