import { askText } from '#messages/asks.ts'
import { requestText } from '#messages/requests.ts'
import { cleanText } from '#platform/forms.ts'
import { suggestTimes } from '#domain/asking/suggest-times.ts'
import { LONGEST_REASON } from '#domain/bookings/change.ts'
import { DetailsList } from '#ui/details-list.tsx'
import { Card } from '#ui/card.tsx'
import type { WebContext } from '../deps.ts'
import { badRequestPage } from '../error-pages.tsx'
import { isTooYoung, meanwhilePage } from './ask-meanwhile.tsx'
import { typedText } from './form-errors.ts'
import { checkPage } from './manage-check.tsx'
import { readFields } from './manage-fields.ts'
import { sealOpened } from './opened-form.ts'
import { guestRefusedPage } from './manage-refused.tsx'
import { isCustomers, linksOf, openLink, type ManageView } from './manage-view.ts'
import { isRequest, openRequest, suggestedRows, suggestedStarts, timesOfRequest } from './request-times.ts'
import { readSuggestions, startsAsText, suggestPage } from './suggest-page.tsx'

/** POST /b/:token/suggest: the request asks for these times now instead of the earlier ones. */
export async function submitSuggest(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  if (!isCustomers(view)) return guestRefusedPage(c, view)
  const typed = await readFields(c)
  if (!typed) return badRequestPage(c)
  if (!isRequest(view.booking)) return meanwhilePage(c, view)
  const starts = readSuggestions(typedText(typed, 'starts').split(' '))
  const reason = cleanText(typedText(typed, 'reason'))
  const wanted = timesOfRequest(view.booking)
  const words = requestText(view.locale)
  if (starts.length !== wanted)
    return suggestPage(c, view, starts.slice(0, wanted), {
      status: 422,
      reason,
      notice: { title: words.fewTitle(wanted), line: words.fewLine },
    })
  if (reason.length > LONGEST_REASON) {
    const problem = askText(view.locale).tooLong(LONGEST_REASON, reason.length)
    return suggestPage(c, view, starts, { status: 422, reason, problem })
  }
  // The same form sent twice asks once.
  const done = () => c.redirect(linksOf(view).result({ done: 'requested' }), 303)
  if (isSuggested(view, starts)) return done()
  if (isTooYoung(c, view, 'suggest', typed)) return checkOnce(c, view, starts, reason)
  const outcome = await suggestTimes(c.var.deps.context, view.scope, {
    starts,
    ...(reason ? { reason } : {}),
    channel: 'mail_link',
  })
  if (outcome.ok) return done()
  if ('start' in outcome.refusal) {
    const { start } = outcome.refusal
    const others = starts.filter((entry) => entry.toString() !== start)
    const notice = { title: words.goneTitle, line: words.goneLine }
    return suggestPage(c, view, others, { status: 409, reason, notice })
  }
  return meanwhilePage(c, view)
}

function isSuggested({ booking }: ManageView, starts: readonly Temporal.Instant[]): boolean {
  const ask = openRequest(booking)
  return ask !== null && startsAsText(suggestedStarts(ask)) === startsAsText(starts)
}

function checkOnce(
  c: WebContext,
  view: ManageView,
  starts: readonly Temporal.Instant[],
  reason: string,
): Response | Promise<Response> {
  const { booking, zone, host, locale } = view
  const words = requestText(locale)
  const rows = suggestedRows({
    starts,
    durationMinutes: booking.durationMinutes,
    isPackage: booking.sessions.length > 1,
    zone,
    other: host,
    now: booking.now,
    locale,
  })
  return checkPage(c, view, {
    heading: words.checkAgain,
    action: linksOf(view).suggest(),
    fields: {
      starts: startsAsText(starts),
      reason,
      opened: sealOpened(c.var.deps.context.secret, view, 'suggest'),
    },
    kind: 'primary',
    button: words.submit(starts.length),
    busyLabel: words.busy,
    body: (
      <Card heading={words.suggestions} kind="sunken">
        <DetailsList rows={rows} />
      </Card>
    ),
  })
}
