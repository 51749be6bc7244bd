import { z } from 'zod'
import { may } from '#domain/access/scope.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import {
  MANUAL_METHODS,
  mostRecordable,
  paidOrWaiting,
  recordPayment,
} from '#domain/bookings/record-payment.ts'
import { LONGEST_REFERENCE } from '#domain/bookings/request-refund.ts'
import { whoMay } from '#domain/bookings/staff-reads.ts'
import { addPaymentWords, methodWord } from '#messages/staff-money.ts'
import { paths } from '#paths.ts'
import { optionalLine, parseForm, type Typed } from '#platform/forms.ts'
import { RadioGroup } from '#ui/choices.tsx'
import { TextField } from '#ui/field.tsx'
import { fieldId, problemsOf, type FormProblems } from '../../customer/form-errors.ts'
import { openBooking } from '../open-booking.ts'
import { forbiddenPage, missingPage } from '../refusal-pages.tsx'
import { badForm, readForm } from '../request.ts'
import { minorDigits, typedOfMinor } from '../settings/typed-money.ts'
import { lineOf } from '../settings/typed-values.ts'
import type { StaffContext } from '../staff-env.ts'
import { moneyDoneAt, moneyFormPage } from './money-form.tsx'
import { fieldOfRefusal } from './refused-field.ts'
import { refusedOnBooking } from './refused-on-booking.ts'
import { inWords, readAmount } from './typed-amount.ts'

const METHODS = MANUAL_METHODS

interface PaymentTyped {
  method: string
  amount: string
  reference: string
}

/** GET: the form for money that came another way, with what is open filled in (octopus O96). */
export async function addPaymentPage(c: StaffContext): Promise<Response> {
  const booking = await openToPay(c)
  if (booking instanceof Response) return booking
  const open = mostRecordable(booking)
  const amount = open > 0n ? typedOfMinor(open, booking.currency) : ''
  return paymentForm(c, booking, { method: 'cash', amount, reference: '' }, null)
}

/** POST: writes it down; it counts at once only where the member may approve. */
export async function submitAddPayment(c: StaffContext): Promise<Response> {
  const body = await readForm(c)
  if (!body) return badForm(c)
  const booking = await openToPay(c)
  if (booking instanceof Response) return booking
  const typed = {
    method: lineOf(body, 'method'),
    amount: lineOf(body, 'amount'),
    reference: lineOf(body, 'reference'),
  }
  const read = readPayment(c, body, booking.currency)
  if (!read.ok) return paymentForm(c, booking, typed, read.problems)
  const seen = lineOf(body, 'seen')
  const before = /^\d{1,18}$/.test(seen) ? { paidBeforeMinor: BigInt(seen) } : {}
  const payment = { ...read.value, ...before }
  const outcome = await recordPayment(c.var.deps.context, c.var.scope, booking.id, payment)
  if (outcome.ok)
    return moneyDoneAt(c, booking.id, outcome.value.state === 'succeeded' ? 'recorded' : 'pending')
  const inForm = fieldOfRefusal(outcome.refusal)
  return inForm
    ? paymentForm(c, booking, typed, inWords(inForm, labelsOf(c), c.var.locale))
    : refusedOnBooking(c, booking, outcome.refusal)
}

async function openToPay(c: StaffContext): Promise<Booking | Response> {
  const booking = await openBooking(c, c.req.param('id'))
  if (!booking) return missingPage(c)
  if (may(c.var.scope, 'payment.record')) return booking
  return forbiddenPage(c, await whoMay(c.var.deps.context.reader, c.var.scope, 'payment.record'))
}

function readPayment(
  c: StaffContext,
  body: Typed,
  currency: string,
):
  | { ok: true; value: { method: (typeof METHODS)[number]; amountMinor: bigint; reference: string } }
  | { ok: false; problems: FormProblems } {
  const { locale } = c.var
  const parsed = parseForm(z.object({ reference: optionalLine(LONGEST_REFERENCE) }), {
    reference: lineOf(body, 'reference'),
  })
  const method = METHODS.find((name) => name === lineOf(body, 'method'))
  const amount = readAmount(body, 'amount', currency)
  const wrong = inWords(amount.problems, labelsOf(c), locale)
  if (parsed.ok && method && !wrong)
    return { ok: true, value: { method, amountMinor: amount.minor, reference: parsed.value.reference } }
  const errors = {
    ...(parsed.ok ? {} : parsed.errors),
    ...(method ? {} : { method: { code: 'not_a_choice' as const } }),
  }
  return { ok: false, problems: problemsOf(errors, labelsOf(c), locale, { amount: wrong?.of('amount') }) }
}

function labelsOf(c: StaffContext) {
  const { method, amount, reference } = addPaymentWords(c.var.locale)
  return { method, amount, reference }
}

function paymentForm(
  c: StaffContext,
  booking: Booking,
  typed: PaymentTyped,
  problems: FormProblems | null,
): Response | Promise<Response> {
  const words = addPaymentWords(c.var.locale)
  const counts = may(c.var.scope, 'payment.approve') || !booking.organization.money.paymentsNeedApproval
  return moneyFormPage(
    c,
    {
      booking,
      title: words.title(booking.customer.name),
      lead: `${words.lead} ${counts ? words.approvedAtOnce : words.needsApproval}`,
      action: paths.addPayment(booking.id),
      submit: words.submit,
      problems,
      fields: { seen: paidOrWaiting(booking).toString() },
    },
    <>
      <RadioGroup
        id={fieldId('method')}
        name="method"
        legend={words.method}
        error={problems?.of('method')}
        inline
        options={METHODS.map((method) => ({
          value: method,
          label: words.methods[method] ?? methodWord({ method }),
          checked: method === typed.method,
        }))}
      />
      <TextField
        id={fieldId('amount')}
        name="amount"
        label={words.amount}
        hint={words.amountHint(mostRecordable(booking), booking.currency)}
        value={typed.amount}
        error={problems?.of('amount')}
        inputmode={minorDigits(booking.currency) === 0 ? 'numeric' : 'decimal'}
        width="short"
        suffix={booking.currency}
      />
      <TextField
        id={fieldId('reference')}
        name="reference"
        label={words.reference}
        hint={words.referenceHint}
        value={typed.reference}
        error={problems?.of('reference')}
        width="medium"
        dir="auto"
      />
    </>,
  )
}
