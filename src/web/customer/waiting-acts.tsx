import { waitingText } from '#messages/waitlist.ts'
import { paths } from '#paths.ts'
import { cleanText, type FieldErrors, type Typed } from '#platform/forms.ts'
import { openQuote } from '#domain/bookings/quote.ts'
import { declineOffer, leaveWaitlist, type LeaveRefusal } from '#domain/waitlist/leave-waitlist.ts'
import { loadWaiting } from '#domain/waitlist/load-waiting.ts'
import { stillToAsk, takeOffer, type Taken, type TakeRefusal } from '#domain/waitlist/take-offer.ts'
import { Button } from '#ui/button.tsx'
import { HiddenFields, PageHeading, Stack } from '#ui/layout.tsx'
import type { WebContext } from '../deps.ts'
import { badRequestPage } from '../error-pages.tsx'
import { questionName } from './booking-form.ts'
import { problemsOf, typedText } from './form-errors.ts'
import { customerFrame } from './frame.tsx'
import { readFields } from './manage-fields.ts'
import { isYoungForm, openForm } from './waiting-form.ts'
import { manageViewOf, takeLabel } from './waiting-offer.tsx'
import { waitingPage } from './waiting-page.tsx'
import { frameOf, openWaiting, type WaitingView } from './waiting-view.ts'

type Act = 'take' | 'decline' | 'leave'

interface Sent {
  view: WaitingView
  typed: Typed
}

/** POST /w/:token/:act: take the time, pass it on ("No thanks, keep me on the list"), or leave. */
export function answer(c: WebContext): Promise<Response> {
  const act = c.req.param('act') as Act
  return act === 'take' ? take(c) : goAway(c, act)
}

// The offered time becomes theirs, or is paid for first.
async function take(c: WebContext): Promise<Response> {
  const sent = await openSent(c, 'take')
  if (sent instanceof Response) return sent
  const { view, typed } = sent
  const { context } = c.var.deps
  const { booking, entry } = view.waiting
  const sealed = typedText(typed, 'quote')
  const quote =
    sealed && entry.bookingId && booking
      ? openQuote(context.secret, sealed, manageViewOf(c, view).scope)
      : null
  const answers = Object.fromEntries(
    (booking ? stillToAsk(booking).questions : []).map((question) => [
      question.key,
      cleanText(typedText(typed, questionName(question))).slice(0, 2_000),
    ]),
  )
  const phone = cleanText(typedText(typed, 'phone')).slice(0, 40)
  const outcome = await takeOffer(context, view.token, { phone, answers, quote })
  if (outcome.ok) return c.redirect(nextPage(outcome.value), 303)
  return takeRefused(c, sent, outcome.refusal)
}

async function goAway(c: WebContext, act: 'decline' | 'leave'): Promise<Response> {
  const sent = await openSent(c, act)
  if (sent instanceof Response) return sent
  const { token } = sent.view
  const end = act === 'decline' ? declineOffer : leaveWaitlist
  const outcome = await end(c.var.deps.context, c.var.payments, token)
  if (outcome.ok) return c.redirect(paths.waiting(token), 303)
  return goneOrUnsure(c, sent, outcome.refusal)
}

function nextPage(taken: Taken): string {
  if (taken.kind === 'pay') return paths.pay(taken.token)
  if (taken.kind === 'booked') return paths.result(taken.token, { done: 'booked' })
  return taken.receipt
    ? paths.result(taken.token, { done: 'moved', quote: taken.receipt.quoteId })
    : paths.manage(taken.token)
}

async function takeRefused(c: WebContext, sent: Sent, refusal: TakeRefusal): Promise<Response> {
  const { typed } = sent
  const view = await fresh(c, sent.view)
  const text = waitingText(view.locale)
  if (refusal.code === 'answers_missing' || refusal.code === 'phone_missing') {
    const { questions } = stillToAsk(view.waiting.booking!)
    const missing = refusal.code === 'answers_missing' ? refusal.keys : []
    const errors: FieldErrors = {
      ...(refusal.code === 'phone_missing' ? { phone: { code: 'required' as const } } : {}),
      ...Object.fromEntries(missing.map((key) => [questionName({ key }), { code: 'required' as const }])),
    }
    const labels = {
      phone: text.phone,
      ...Object.fromEntries(questions.map((one) => [questionName(one), one.label])),
    }
    const own = {
      ...(errors['phone'] ? { phone: text.phoneMissing } : {}),
      ...Object.fromEntries(
        questions
          .filter(({ key }) => missing.includes(key))
          .map((one) => [questionName(one), text.unanswered(one.label)]),
      ),
    }
    return waitingPage(c, view, {
      status: 422,
      typed,
      problems: problemsOf(errors, labels, view.locale, own),
    })
  }
  // A reason, a fee or a changed price: the ordinary page of a move asks for it and says why.
  if (refusal.code === 'not_moved')
    return c.redirect(paths.moveCheck(refusal.token, { session: refusal.session, start: refusal.start }), 303)
  return waitingPage(c, view, { status: 409 })
}

async function goneOrUnsure(c: WebContext, { view }: Sent, refusal: LeaveRefusal): Promise<Response> {
  const text = waitingText(view.locale)
  const notice = refusal.code === 'unsure' ? { title: text.unsure, line: text.unsureLine } : undefined
  return waitingPage(c, await fresh(c, view), { status: 409, ...(notice ? { notice } : {}) })
}

// Whatever was refused changed the standing, so the page is drawn from what is there now.
async function fresh(c: WebContext, view: WaitingView): Promise<WaitingView> {
  const waiting = await loadWaiting(c.var.deps.context.db, view.token)
  return waiting ? { ...view, waiting } : view
}

/** The form, once it is clear that a person sent it; a program's press is asked to be made again. */
async function openSent(c: WebContext, act: Act): Promise<Sent | Response> {
  const view = await openWaiting(c)
  if (view instanceof Response) return view
  const typed = await readFields(c)
  if (!typed) return badRequestPage(c)
  const sealed = typedText(typed, 'key')
  const form = openForm(c.var.deps.context.secret, view.waiting.entry.id, sealed)
  // A form that is not ours opens the page again as it stands.
  if (!form) return waitingPage(c, view, { status: 422 })
  const over = act === 'take' && view.waiting.standing !== 'offered'
  if (!over && isYoungForm(form, view.waiting.now) && typedText(typed, 'checked') !== '1')
    return checkPage(c, { view, typed }, act)
  return { view, typed }
}

function checkPage(c: WebContext, { view, typed }: Sent, act: Act): Response | Promise<Response> {
  const text = waitingText(view.locale)
  const { booking, entry } = view.waiting
  const labels = {
    take: booking && !entry.bookingId ? takeLabel(booking, text) : text.take,
    decline: text.decline,
    leave: text.leave,
  }
  const busy = { take: text.taking, decline: text.declining, leave: text.leaving }
  const fields = Object.fromEntries(Object.keys(typed).map((name) => [name, typedText(typed, name)]))
  return customerFrame(
    c,
    { ...frameOf(view), title: text.check[act] },
    <Stack gap="section">
      <PageHeading title={text.check[act]} lead={text.checkLead} />
      <form method="post" action={paths.waitingAct(view.token, act)}>
        <HiddenFields fields={{ ...fields, checked: '1' }} />
        <Button busyLabel={busy[act]}>{labels[act]}</Button>
      </form>
    </Stack>,
  )
}
