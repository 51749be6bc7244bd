import { may } from '#domain/access/scope.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import type { FeeChoice } from '#domain/bookings/fee-rows.ts'
import { decideFee } from '#domain/bookings/fees.ts'
import { moneyOfBooking, type FeeAsked } from '#domain/bookings/money-of-booking.ts'
import { whoMay } from '#domain/bookings/staff-reads.ts'
import { feeWords } from '#messages/staff-fees.ts'
import { paths } from '#paths.ts'
import { refusedAct } from '../act-refused.tsx'
import { openForChange } from '../open-for-change.ts'
import { missingPage } from '../refusal-pages.tsx'
import { badForm, readForm } from '../request.ts'
import type { StaffContext } from '../staff-env.ts'
import { FeeFields, readFee, type FeeTyped } from './fee-fields.tsx'
import { feeProblem } from './fee-refused.ts'
import { moneyDoneAt, moneyFormPage } from './money-form.tsx'
import { inWords, type MoneyProblems } from './typed-amount.ts'

/** POST: decides on a fee that was asked about; a refused answer comes back as a page of its own. */
export async function submitFee(c: StaffContext): Promise<Response> {
  const body = await readForm(c)
  if (!body) return badForm(c)
  const { context } = c.var.deps
  const booking = await openForChange(c, 'change', context.db)
  if (booking instanceof Response) return booking
  const seen = await moneyOfBooking(context.db, c.var.scope, booking.id)
  const id = c.req.param('decision') ?? ''
  const fee = seen?.feesAsked.find((entry) => entry.id === id)
  if (!fee) return refusedAct(c, booking.id, { code: 'already_decided' })
  const question = { defaultMinor: fee.defaultMinor, currency: booking.currency }
  // The question has words of its own where it needed any, so an answer is not asked for more.
  const read = readFee(body, question, fee.id)
  if (!read.choice || read.choice.decision === 'ask' || Object.keys(read.problems).length > 0)
    return askAgain(c, booking, fee, read.typed, { fee: { code: 'fee_undecided' }, ...read.problems })
  const outcome = await decideFee(context, c.var.scope, fee.id, answerOf(read.choice))
  if (outcome.ok) return moneyDoneAt(c, booking.id, 'fee')
  const inForm = await feeProblem(c, outcome.refusal)
  if (inForm) return askAgain(c, booking, fee, read.typed, inForm)
  return outcome.refusal.code === 'unknown_fee' ? missingPage(c) : refusedAct(c, booking.id, outcome.refusal)
}

type Answer = Parameters<typeof decideFee>[3]

function answerOf(choice: FeeChoice): Answer {
  return choice.decision === 'change'
    ? choice
    : { decision: choice.decision === 'accept' ? 'accept' : 'skip' }
}

async function askAgain(
  c: StaffContext,
  booking: Booking,
  fee: FeeAsked,
  typed: FeeTyped,
  problems: MoneyProblems,
): Promise<Response> {
  const { locale, viewer, scope } = c.var
  const words = feeWords(locale)
  const named = 'fee-amount' in problems ? { 'fee-amount': problems['fee-amount']! } : problems
  const inForm = inWords(named, { fee: words.heading, 'fee-amount': words.other }, locale)
  const names = may(scope, 'fee.waive') ? [] : await whoMay(c.var.deps.context.reader, scope, 'fee.waive')
  const question = { kind: fee.kind, defaultMinor: fee.defaultMinor, currency: booking.currency, names }
  return moneyFormPage(
    c,
    {
      booking,
      title: words.heading,
      lead: words.asked(words.kinds[fee.kind] ?? fee.kind, fee.askedAt, viewer.zone, booking.now),
      action: paths.staffFee(booking.id, fee.id),
      submit: words.decide,
      problems: inForm,
    },
    <FeeFields c={c} question={question} typed={typed} problems={inForm} />,
  )
}
