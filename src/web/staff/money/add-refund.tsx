import { may } from '#domain/access/scope.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { requestRefund } from '#domain/bookings/request-refund.ts'
import { balanceOfBooking } from '#domain/bookings/sale.ts'
import { moneyOfBooking, type PaymentSeen } from '#domain/bookings/money-of-booking.ts'
import { whoMay } from '#domain/bookings/staff-reads.ts'
import type { PaymentOnFile } from '#domain/money/booking-money.ts'
import { refundable } from '#domain/money/refund-plan.ts'
import { addRefundWords, methodWord } from '#messages/staff-money.ts'
import { paths } from '#paths.ts'
import { cleanText, type Typed } from '#platform/forms.ts'
import { RadioGroup } from '#ui/choices.tsx'
import { TextArea, TextField } from '#ui/field.tsx'
import { fieldId, typedText, type FormProblems } from '../../customer/form-errors.ts'
import { openBooking } from '../open-booking.ts'
import { forbiddenPage, missingPage } from '../refusal-pages.tsx'
import { badForm, queryText, readForm } from '../request.ts'
import { minorDigits, typedOfMinor } from '../settings/typed-money.ts'
import { lineOf } from '../settings/typed-values.ts'
import type { StaffContext } from '../staff-env.ts'
import { moneyDoneAt, moneyFormPage } from './money-form.tsx'
import { approvesUpTo } from './own-limit.ts'
import { refundablePayments } from './refundable-payments.ts'
import { fieldOfRefusal } from './refused-field.ts'
import { refusedOnBooking } from './refused-on-booking.ts'
import { inWords, readAmount, type MoneyProblems } from './typed-amount.ts'

const WAYS = ['provider', 'outside'] as const

interface RefundTyped {
  payment: string
  amount: string
  way: string
  reference: string
  reason: string
}

/** GET: the form, with the negative balance filled in (octopus D16). Query `payment`. */
export async function addRefundPage(c: StaffContext): Promise<Response> {
  const booking = await openToRefund(c)
  if (booking instanceof Response) return booking
  const open = refundablePayments(booking)
  const wanted = queryText(c, 'payment')
  const payment = open.find((entry) => entry.id === wanted) ?? open[0]
  if (!payment) return refusedOnBooking(c, booking, { code: 'payment_not_settled' })
  const typed = {
    payment: payment.id,
    amount: prefill(booking, payment),
    way: payment.provider === 'manual' ? 'outside' : 'provider',
    reference: '',
    reason: '',
  }
  return refundForm(c, booking, typed, null)
}

/** POST: asks for it. Whether somebody else has to approve is decided under the lock (octopus D21). */
export async function submitAddRefund(c: StaffContext): Promise<Response> {
  const body = await readForm(c)
  if (!body) return badForm(c)
  const booking = await openToRefund(c)
  if (booking instanceof Response) return booking
  const typed = typedOf(body)
  const payment = booking.money.payments.find((entry) => entry.id === typed.payment)
  const way = WAYS.find((name) => name === typed.way)
  const amount = readAmount(body, 'amount', booking.currency)
  const wrong: MoneyProblems = {
    ...(payment ? {} : { payment: { code: 'payment_not_settled' } }),
    ...amount.problems,
    ...(way ? {} : { way: { code: 'way_not_possible' } }),
    ...(typed.reason === '' ? { reason: { code: 'reason_required' } } : {}),
  }
  if (!payment || !way || Object.keys(wrong).length > 0) return refundForm(c, booking, typed, wrong)
  const { scope, deps } = c.var
  const { reference, reason } = typed
  const outcome = await requestRefund(deps.context, scope, booking.id, {
    paymentId: payment.id,
    amountMinor: amount.minor,
    way,
    reference,
    reason,
    ...seenBefore(body, payment),
  })
  if (outcome.ok)
    return moneyDoneAt(c, booking.id, outcome.value.state === 'requested' ? 'requested' : 'refund_approved')
  const inForm = fieldOfRefusal(outcome.refusal)
  return inForm ? refundForm(c, booking, typed, inForm) : refusedOnBooking(c, booking, outcome.refusal)
}

async function openToRefund(c: StaffContext): Promise<Booking | Response> {
  const booking = await openBooking(c, c.req.param('id'))
  if (!booking) return missingPage(c)
  if (may(c.var.scope, 'refund.request')) return booking
  return forbiddenPage(c, await whoMay(c.var.deps.context.reader, c.var.scope, 'refund.request'))
}

function prefill(booking: Booking, payment: PaymentOnFile): string {
  const balance = balanceOfBooking(booking)
  const left = refundable(payment)
  if (balance >= 0n) return ''
  return typedOfMinor(-balance < left ? -balance : left, booking.currency)
}

// What had gone back of each payment when the form was made, so that two clicks are one refund.
function seenBefore(body: Typed, payment: PaymentOnFile): { refundedBeforeMinor?: bigint } {
  const seen = lineOf(body, `seen-${payment.id}`)
  return /^\d{1,18}$/.test(seen) ? { refundedBeforeMinor: BigInt(seen) } : {}
}

function typedOf(body: Typed): RefundTyped {
  return {
    payment: lineOf(body, 'payment'),
    amount: lineOf(body, 'amount'),
    way: lineOf(body, 'way'),
    reference: lineOf(body, 'reference'),
    reason: cleanText(typedText(body, 'reason')),
  }
}

async function refundForm(
  c: StaffContext,
  booking: Booking,
  typed: RefundTyped,
  wrong: MoneyProblems | null,
): Promise<Response> {
  const { locale, scope } = c.var
  const words = addRefundWords(locale)
  const { payment, amount, way, reference, reason } = words
  const problems = wrong && inWords(wrong, { payment, amount, way, reference, reason }, locale)
  const seen = await moneyOfBooking(c.var.deps.context.reader, scope, booking.id)
  const open = refundablePayments(booking)
  const balance = balanceOfBooking(booking)
  const over = balance < 0n ? -balance : 0n
  return moneyFormPage(
    c,
    {
      booking,
      title: words.title(booking.customer.name),
      lead: `${words.lead} ${words.limit(await approvesUpTo(c), booking.currency)}`,
      action: paths.addRefund(booking.id),
      submit: words.submit,
      problems,
      fields: Object.fromEntries(open.map((entry) => [`seen-${entry.id}`, entry.refundedMinor.toString()])),
    },
    <>
      <Payments c={c} booking={booking} typed={typed} seen={seen?.payments ?? []} problems={problems} />
      <TextField
        id={fieldId('amount')}
        name="amount"
        label={words.amount}
        hint={words.owedAgain(over, booking.currency)}
        value={typed.amount}
        error={problems?.of('amount')}
        inputmode={minorDigits(booking.currency) === 0 ? 'numeric' : 'decimal'}
        width="short"
        suffix={booking.currency}
      />
      <RadioGroup
        id={fieldId('way')}
        name="way"
        legend={words.way}
        error={problems?.of('way')}
        options={WAYS.map((name) => ({
          value: name,
          label: words.ways[name]!,
          hint: words.wayHints[name],
          checked: name === typed.way,
        }))}
      />
      <TextField
        id={fieldId('reference')}
        name="reference"
        label={words.reference}
        mark={words.optional}
        hint={words.referenceHint}
        value={typed.reference}
        error={problems?.of('reference')}
        width="medium"
        dir="auto"
      />
      <TextArea
        id={fieldId('reason')}
        name="reason"
        label={words.reason}
        hint={words.reasonHint}
        value={typed.reason}
        error={problems?.of('reason')}
        required
        rows={3}
      />
    </>,
  )
}

function Payments(props: {
  c: StaffContext
  booking: Booking
  typed: RefundTyped
  seen: readonly PaymentSeen[]
  problems: FormProblems | null
}) {
  const { c, booking, typed, seen, problems } = props
  const { locale, viewer } = c.var
  const words = addRefundWords(locale)
  const options = refundablePayments(booking).map((payment) => {
    const paidAt = seen.find((entry) => entry.id === payment.id)
    const at = paidAt?.settledAt ?? paidAt?.createdAt ?? booking.createdAt
    return {
      value: payment.id,
      label: words.paymentOption(methodWord(payment), at, viewer.zone, booking.now),
      hint: words.paymentLeft(refundable(payment), payment.capturedMinor, booking.currency),
      checked: payment.id === typed.payment,
    }
  })
  return (
    <RadioGroup
      id={fieldId('payment')}
      name="payment"
      legend={words.payment}
      error={problems?.of('payment')}
      options={options}
    />
  )
}
