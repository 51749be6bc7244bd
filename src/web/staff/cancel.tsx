import type { Quote } from '#domain/bookings/change.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { markRead } from '#domain/bookings/mark-read.ts'
import { isMoneyUnsaid } from '#domain/bookings/money-choices.ts'
import { formText } from '#messages/forms.ts'
import { askToMoveWords } from '#messages/taking-back.ts'
import { cancelMoneyWords, changeWords } from '#messages/staff-change.ts'
import { feeWords } from '#messages/staff-fees.ts'
import { paths } from '#paths.ts'
import { cleanText, type Typed } from '#platform/forms.ts'
import { problemsOf, typedText, type FormProblems } from '../customer/form-errors.ts'
import { showCancel, type Shown } from './cancel-view.tsx'
import { quoteFor, readWho } from './cancel-who.tsx'
import { NOTHING_TYPED, readChangeForm, type ChangeSent } from './change-form.tsx'
import { moneyRefusalInForm, NO_MONEY_TYPED, readCancelMoney } from './money/cancel-money.tsx'
import { inWords, type MoneyProblems } from './money/typed-amount.ts'
import { openBooking } from './open-booking.ts'
import { openForChange } from './open-for-change.ts'
import { badForm, queryText, readForm } from './request.ts'
import { chooseSessionsPage, isNothingTicked } from './session-boxes.tsx'
import type { StaffContext } from './staff-env.ts'

/**
 * GET: what would happen, priced and dated (ux A5). Query `session`, repeatable, without it every open session; `who` is
 * `host` or `customer`, whoever wants it.
 */
export async function cancelPage(c: StaffContext): Promise<Response> {
  const booking = await openForChange(c, 'change')
  if (booking instanceof Response) return booking
  if (isNothingTicked(c)) return chooseSessionsPage(c, booking, 'cancel', true)
  const who = readWho(queryText(c, 'who'))
  const shown = { status: 200 as const, who, typed: NOTHING_TYPED, money: NO_MONEY_TYPED, choices: {} }
  return showCancel(c, booking, wantedSessions(c), shown)
}

/** POST: carries the sealed quote out, or with `act` works the money out again. */
export async function submitCancel(c: StaffContext): Promise<Response> {
  const body = await readForm(c)
  if (!body) return badForm(c)
  const booking = await openForChange(c, 'change', c.var.deps.context.db)
  if (booking instanceof Response) return booking
  const sent = readChangeForm(c, booking, body)
  const { quote, choices } = sent
  const who = readWho(typedText(body, 'who'))
  const money = readCancelMoney(body, quote && quoteFor(who, quote), choices.reason)
  const wanted = quote?.cancel.map((entry) => entry.session) ?? null
  const kept = { who, typed: choices, money: money.typed, choices: money.choices }
  const problems = problemsOfForm(c, sent, body, money.problems)
  if (problems) return showCancel(c, booking, wanted, { ...kept, status: 422, problems })
  if (
    !isWorkingOut(body) &&
    quote &&
    isMoneyUnsaid(quote, { ...money.choices, reason: choices.reason, ...(who ? { initiative: who } : {}) })
  )
    return showCancel(c, booking, wanted, { ...kept, status: 422, problems: whoProblems(c) })
  if (isWorkingOut(body) && quote) return showCancel(c, booking, wanted, { ...kept, status: 200 })
  const outcome = quote
    ? await commitChange(c.var.deps.context, c.var.scope, quote, {
        reason: choices.reason,
        tellCustomer: choices.tell,
        ...money.choices,
        ...(who ? { initiative: who } : {}),
      })
    : ({ ok: false, refusal: { code: 'quote_unreadable' } } as const)
  if (outcome.ok) {
    await markRead(c.var.deps.context, c.var.scope, booking.id, outcome.value.revision)
    return c.redirect(paths.staffBooking(booking.id), 303)
  }
  const present = (await openBooking(c, booking.id, c.var.deps.context.db)) ?? booking
  const inForm = await moneyRefusalInForm(c, outcome.refusal)
  const again: Shown = inForm
    ? { ...kept, status: 422, problems: inWords(inForm, labelsOf(c), c.var.locale)! }
    : { ...kept, status: 409, refusal: outcome.refusal, ...sawOf(quote) }
  return showCancel(c, present, wanted, again)
}

function whoProblems(c: StaffContext): FormProblems {
  const { locale } = c.var
  const problems = [{ href: '#who', text: askToMoveWords(locale).whoProblem }]
  return { heading: formText(locale).problems(problems.length), problems, of: () => undefined }
}

function sawOf(quote: Quote | null): Pick<Shown, 'saw'> {
  return quote ? { saw: quote } : {}
}

function isWorkingOut(body: Typed): boolean {
  return typedText(body, 'act') === 'work-out'
}

// Whoever only wants to see the sums is not asked yet why a fee is waived.
function problemsOfForm(
  c: StaffContext,
  sent: ChangeSent,
  body: Typed,
  money: MoneyProblems,
): FormProblems | null {
  if (sent.errors.reason) return problemsOf(sent.errors, { reason: labelsOf(c).reason }, c.var.locale)
  const asked = isWorkingOut(body) ? ['fee-amount', 'refund-amount'] : Object.keys(money)
  const wrong = Object.fromEntries(Object.entries(money).filter(([name]) => asked.includes(name)))
  return sent.quote ? inWords(wrong, labelsOf(c), c.var.locale) : null
}

function labelsOf(c: StaffContext) {
  const { locale } = c.var
  const words = cancelMoneyWords(locale)
  return {
    fee: words.fee,
    'fee-amount': feeWords(locale).other,
    refund: words.refund,
    'refund-amount': words.otherAmount,
    reason: changeWords(locale).reason,
  }
}

function wantedSessions(c: StaffContext): string[] | null {
  const wanted = (c.req.queries('session') ?? []).map(cleanText).filter(Boolean)
  return wanted.length > 0 ? wanted : null
}
