import { decideRefund, markPaidBack, noteSeen, retryRefund } from '#domain/bookings/decide-refund.ts'
import type { DecidedRefund } from '#domain/bookings/request-refund.ts'
import { whoMay } from '#domain/bookings/staff-reads.ts'
import { loadRefund, type RefundRow } from '#domain/money/load-refund.ts'
import { moneyProblem } from '#messages/staff-money-problems.ts'
import { refundWords } from '#messages/staff-refunds.ts'
import { cleanText, type Typed } from '#platform/forms.ts'
import { isId } from '#platform/ids.ts'
import { typedText } from '../../customer/form-errors.ts'
import { openBooking } from '../open-booking.ts'
import { forbiddenPage, missingPage } from '../refusal-pages.tsx'
import { badForm, readForm } from '../request.ts'
import { lineOf, valuesOf } from '../settings/typed-values.ts'
import type { StaffContext } from '../staff-env.ts'
import { refundsAskedBack } from './refund-asked.ts'
import { queueView } from './refund-queue.tsx'
import type { RefundTried } from './refund-shown.ts'
import { fieldOfRefusal } from './refused-field.ts'
import { readAmount, type MoneyProblems } from './typed-amount.ts'

const ACTS = ['approve', 'change', 'reject', 'paid_back', 'retry', 'ask_again', 'note_seen'] as const
type Act = (typeof ACTS)[number]

/** As many as stand on one page. */
const MOST_AT_ONCE = 25

/** POST: one decision about one refund. A refused one comes back in its row with what was typed. */
export async function submitRefundAct(c: StaffContext): Promise<Response> {
  const body = await readForm(c)
  if (!body) return badForm(c)
  const act = ACTS.find((name) => name === c.req.param('act'))
  const refund = await openRefund(c, c.req.param('refund') ?? '')
  if (!act || !refund) return missingPage(c)
  const asked = refundsAskedBack(typedText(body, 'back'))
  const { outcome, problems } = await carryOut(c, act, refund, body)
  if (outcome?.ok) return c.redirect(withDone(asked.here, { done: act }), 303)
  if (outcome?.refusal.code === 'not_permitted') return forbidden(c)
  const inField = outcome ? fieldOfRefusal(outcome.refusal) : problems
  const problem = inField ? Object.values(inField)[0]! : outcome!.refusal
  const tried: RefundTried = {
    refundId: refund.id,
    ok: false,
    said: `${await nameOf(c, refund)}: ${moneyProblem(problem, c.var.locale)}`,
    ...(inField ? { problems: inField, typed: typedFields(body) } : {}),
  }
  const shown = { status: inField ? (422 as const) : (409 as const), tried: [tried] }
  return queueView(c, asked, shown, c.var.deps.context.db)
}

/** POST: approves every chosen refund by itself; what is refused says why, and the others stand. */
export async function submitChosen(c: StaffContext): Promise<Response> {
  const body = await readForm(c)
  if (!body) return badForm(c)
  const { context } = c.var.deps
  const { locale, scope } = c.var
  const words = refundWords(locale)
  const asked = refundsAskedBack(typedText(body, 'back'))
  const ids = [...new Set(valuesOf(body, 'refund'))].slice(0, MOST_AT_ONCE)
  if (ids.length === 0)
    return queueView(c, asked, { status: 422, tried: [], summary: words.chooseSome }, context.db)
  const tried: RefundTried[] = []
  for (const id of ids) {
    const refund = await openRefund(c, id)
    if (!refund) return missingPage(c)
    const outcome = await decideRefund(context, scope, id, { decision: 'approve' })
    if (!outcome.ok && outcome.refusal.code === 'not_permitted') return forbidden(c)
    const became = outcome.ok ? words.outcome['approve']! : moneyProblem(outcome.refusal, locale)
    tried.push({ refundId: id, ok: outcome.ok, said: words.line(await nameOf(c, refund), became) })
  }
  const done = tried.filter((entry) => entry.ok).length
  if (done === tried.length) return c.redirect(withDone(asked.here, { done: 'approve', count: done }), 303)
  return queueView(c, asked, { status: 409, tried, summary: words.partly(done, tried.length) }, context.db)
}

/** The refund, as far as this member may see its booking or all payments. */
async function openRefund(c: StaffContext, id: string): Promise<RefundRow | null> {
  const { db } = c.var.deps.context
  const refund = isId(id) ? await loadRefund(db, c.var.scope, id) : null
  if (!refund) return null
  const { permissions } = c.var.scope.actor
  if (permissions.has('payment.view') || permissions.has('refund.approve')) return refund
  return (await openBooking(c, refund.booking_id, db)) ? refund : null
}

async function carryOut(
  c: StaffContext,
  act: Act,
  refund: RefundRow,
  body: Typed,
): Promise<{ outcome: DecidedRefund | null; problems: MoneyProblems }> {
  const { context } = c.var.deps
  const { scope } = c.var
  const answer = async (outcome: Promise<DecidedRefund>) => ({ outcome: await outcome, problems: {} })
  switch (act) {
    case 'approve':
      return answer(decideRefund(context, scope, refund.id, { decision: 'approve' }))
    case 'reject': {
      const reason = cleanText(typedText(body, 'reason'))
      return answer(decideRefund(context, scope, refund.id, { decision: 'reject', reason }))
    }
    case 'change': {
      const { minor, problems } = readAmount(body, 'amount', refund.currency)
      if (Object.keys(problems).length > 0) return { outcome: null, problems }
      return answer(decideRefund(context, scope, refund.id, { decision: 'change', amountMinor: minor }))
    }
    case 'paid_back':
      return answer(markPaidBack(context, scope, refund.id, lineOf(body, 'reference')))
    case 'retry':
    case 'ask_again':
      return answer(retryRefund(context, scope, refund.id))
    case 'note_seen':
      return answer(noteSeen(context, scope, refund.id))
  }
}

function typedFields(body: Typed): Record<string, string> {
  return Object.fromEntries(['amount', 'reason', 'reference'].map((name) => [name, typedText(body, name)]))
}

async function nameOf(c: StaffContext, refund: RefundRow): Promise<string> {
  const row = await c.var.deps.context.db
    .selectFrom('bookings')
    .where('org_id', '=', c.var.scope.orgId)
    .where('id', '=', refund.booking_id)
    .select('customer_name')
    .executeTakeFirstOrThrow()
  return refundWords(c.var.locale).name(refund.amount_minor, refund.currency, row.customer_name)
}

async function forbidden(c: StaffContext): Promise<Response> {
  return forbiddenPage(c, await whoMay(c.var.deps.context.reader, c.var.scope, 'refund.approve'))
}

function withDone(here: string, done: Record<string, string | number>): string {
  const query = Object.entries(done).map(([key, value]) => `${key}=${value}`)
  return `${here}${here.includes('?') ? '&' : '?'}${query.join('&')}`
}
