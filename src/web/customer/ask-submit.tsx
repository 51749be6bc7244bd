import { askText } from '#messages/asks.ts'
import { cleanText, type Typed } from '#platform/forms.ts'
import { askException } from '#domain/asking/ask-exception.ts'
import type { WebContext } from '../deps.ts'
import { badRequestPage } from '../error-pages.tsx'
import { askableAnew } from './ask-askable.ts'
import { askFormPage, LONGEST_ASKED, What, type Asked } from './ask-form.tsx'
import { isTooYoung, meanwhilePage } from './ask-meanwhile.tsx'
import { submitAskMove } from './ask-move.tsx'
import { readWishes, WISHES, wishField } from './ask-wishes.ts'
import { typedText } from './form-errors.ts'
import { checkPage } from './manage-check.tsx'
import { readFields } from './manage-fields.ts'
import { sealOpened } from './opened-form.ts'
import { guestRefusedPage } from './manage-refused.tsx'
import { isCustomers, linksOf, openLink, type ManageView } from './manage-view.ts'

/** POST /b/:token/ask: asks for an exception, or for a new time where the team decides on those. */
export async function submitAsk(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  if (!isCustomers(view)) return guestRefusedPage(c, view)
  const typed = await readFields(c)
  if (!typed) return badRequestPage(c)
  if (typed['quote'] !== undefined) return submitAskMove(c, view, typed)
  const asked = readAsked(view, typed)
  const reason = cleanText(typedText(typed, 'reason'))
  const done = () => c.redirect(linksOf(view).manage(), 303)
  if (isAskedAlready(view, typed, reason)) return done()
  if (!asked) return meanwhilePage(c, view)
  const { wishes, unreadable } = readWishes(typed, asked.sessions)
  const problem = problemOf(view, reason, asked.action === 'reschedule' ? unreadable : null)
  if (problem) return askFormPage(c, view, asked, { status: 422, typed, problem })
  if (isTooYoung(c, view, 'ask', typed)) return checkOnce(c, view, asked, typed)
  const outcome = await askException(c.var.deps.context, view.scope, {
    action: asked.action,
    sessions: asked.sessions.map((session) => session.id),
    wishes: asked.action === 'reschedule' ? wishes : [],
    reason,
    channel: 'mail_link',
  })
  return outcome.ok ? done() : meanwhilePage(c, view)
}

/** What the form asks for, as far as it still is to be asked. */
function readAsked({ booking }: ManageView, typed: Typed): Asked | null {
  const action = typedText(typed, 'do')
  if (action !== 'cancel' && action !== 'reschedule') return null
  const wanted = new Set(sessionIds(typed))
  const sessions = askableAnew(booking, action).filter((session) => wanted.has(session.id))
  return sessions.length > 0 && sessions.length === wanted.size ? { action, sessions } : null
}

function sessionIds(typed: Typed): string[] {
  return typedText(typed, 'sessions').split(' ').filter(Boolean)
}

// A form sent twice asks once: the page with the question is where both lead.
function isAskedAlready({ booking }: ManageView, typed: Typed, reason: string): boolean {
  const ids = sessionIds(typed)
  return booking.asks.some(
    (ask) =>
      ask.state === 'open' &&
      ask.kind === 'exception' &&
      ask.action === typedText(typed, 'do') &&
      ask.reason === reason &&
      ask.sessions.length === ids.length &&
      ids.every((id) => ask.sessions.includes(id)),
  )
}

function problemOf(
  { locale, host }: ManageView,
  reason: string,
  unreadable: string | null,
): { field: string; text: string } | null {
  const words = askText(locale)
  if (reason === '') return { field: 'reason', text: words.missing(host.name) }
  if (reason.length > LONGEST_ASKED)
    return { field: 'reason', text: words.tooLong(LONGEST_ASKED, reason.length) }
  return unreadable ? { field: unreadable, text: words.wishGone } : null
}

function checkOnce(
  c: WebContext,
  view: ManageView,
  { action, sessions }: Asked,
  typed: Typed,
): Response | Promise<Response> {
  const words = askText(view.locale)
  const names = sessions.flatMap((session) => WISHES.map((choice) => wishField(session, choice)))
  const wishes = Object.fromEntries(names.map((name) => [name, typedText(typed, name)]))
  return checkPage(c, view, {
    heading: words.checkAsk(view.host.name),
    action: linksOf(view).ask(),
    fields: {
      opened: sealOpened(c.var.deps.context.secret, view, 'ask'),
      do: action,
      sessions: sessions.map((session) => session.id).join(' '),
      reason: typedText(typed, 'reason'),
      ...wishes,
    },
    kind: 'primary',
    button: words.submit(view.host.name),
    busyLabel: words.asking,
    body: <What view={view} sessions={sessions} />,
  })
}
