import { may } from '#domain/access/scope.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { chargeSavedCard, type Charged } from '#domain/bookings/charge-card.ts'
import { moneyOfBooking } from '#domain/bookings/money-of-booking.ts'
import { mostRecordable } from '#domain/bookings/record-payment.ts'
import { whoMay } from '#domain/bookings/staff-reads.ts'
import { cardWord, chargeWords, moneyWords } from '#messages/staff-money.ts'
import { moneyProblem } from '#messages/staff-money-problems.ts'
import { paths } from '#paths.ts'
import { Banner } from '#ui/banner.tsx'
import { TextField } from '#ui/field.tsx'
import { fieldId, type FormProblems } from '../../customer/form-errors.ts'
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

interface Chargeable {
  booking: Booking
  card: { brand: string; last4: string }
}

/** GET: asks how much of what is open is charged to the card that the customer left. */
export async function chargeCardPage(c: StaffContext): Promise<Response> {
  const open = await openToCharge(c)
  if (open instanceof Response) return open
  const most = mostRecordable(open.booking)
  return chargeForm(c, open, most > 0n ? typedOfMinor(most, open.booking.currency) : '', null)
}

/** POST: charges it. The provider moves the money at once or says why not. */
export async function submitChargeCard(c: StaffContext): Promise<Response> {
  const body = await readForm(c)
  if (!body) return badForm(c)
  const open = await openToCharge(c)
  if (open instanceof Response) return open
  const { booking } = open
  const typed = lineOf(body, 'amount')
  const read = readAmount(body, 'amount', booking.currency)
  const wrong = inWords(read.problems, labelsOf(c), c.var.locale)
  if (wrong) return chargeForm(c, open, typed, wrong)
  const { context } = c.var.deps
  const outcome = await chargeSavedCard(context, c.var.payments, c.var.scope, booking.id, read.minor)
  if (outcome.ok) return charged(c, open, typed, outcome.value)
  const inForm = fieldOfRefusal(outcome.refusal)
  if (inForm) return chargeForm(c, open, typed, inWords(inForm, labelsOf(c), c.var.locale))
  return refusedOnBooking(c, booking, outcome.refusal)
}

// What the provider refused changed nothing, so the form comes back with its words.
function charged(
  c: StaffContext,
  open: Chargeable,
  typed: string,
  { state, failure }: Charged,
): Response | Promise<Response> {
  if (state === 'succeeded') return moneyDoneAt(c, open.booking.id, 'charged')
  if (state === 'pending' || state === 'unsure') return moneyDoneAt(c, open.booking.id, 'charge_pending')
  return chargeForm(c, open, typed, null, failure)
}

async function openToCharge(c: StaffContext): Promise<Chargeable | Response> {
  const { reader } = c.var.deps.context
  const booking = await openBooking(c, c.req.param('id'))
  if (!booking) return missingPage(c)
  if (!may(c.var.scope, 'payment.approve'))
    return forbiddenPage(c, await whoMay(reader, c.var.scope, 'payment.approve'))
  const seen = await moneyOfBooking(reader, c.var.scope, booking.id)
  if (seen?.card) return { booking, card: seen.card }
  return refusedOnBooking(c, booking, { code: 'no_saved_card' })
}

function labelsOf(c: StaffContext) {
  return { amount: chargeWords(c.var.locale).amount }
}

function chargeForm(
  c: StaffContext,
  { booking, card }: Chargeable,
  typed: string,
  problems: FormProblems | null,
  failure?: string,
): Response | Promise<Response> {
  const words = chargeWords(c.var.locale)
  const refused = failure !== undefined
  const notice = refused ? (
    <Banner kind="danger" title={moneyProblem({ code: 'charge_failed' }, c.var.locale)}>
      {failure ? <bdi dir="auto">{moneyWords(c.var.locale).failure(failure)}</bdi> : null}
    </Banner>
  ) : null
  return moneyFormPage(
    c,
    {
      booking,
      title: words.title(cardWord(card)),
      lead: words.lead(booking.customer.name),
      action: paths.chargeCard(booking.id),
      submit: words.submit,
      busy: words.busy,
      problems,
      notice,
      ...(refused ? { status: 409 as const } : {}),
    },
    <TextField
      id={fieldId('amount')}
      name="amount"
      label={words.amount}
      hint={words.amountHint(mostRecordable(booking), booking.currency)}
      value={typed}
      error={problems?.of('amount')}
      inputmode={minorDigits(booking.currency) === 0 ? 'numeric' : 'decimal'}
      width="short"
      suffix={booking.currency}
    />,
  )
}
