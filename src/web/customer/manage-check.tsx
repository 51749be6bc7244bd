import type { Child } from 'hono/jsx'
import { shortWhen } from '#messages/dates.ts'
import { resultText } from '#messages/manage-results.ts'
import type { Quote } from '#domain/bookings/change.ts'
import { Button } from '#ui/button.tsx'
import { HiddenFields, PageHeading, Stack } from '#ui/layout.tsx'
import type { WebContext } from '../deps.ts'
import { BookingOfLink } from './manage-card.tsx'
import { manageFrame } from './manage-frame.tsx'
import type { TypedReason } from './manage-reason.tsx'
import { linksOf, nounOf, type ManageView } from './manage-view.ts'
import { MovePair } from './move-check.tsx'

/**
 * Asks once more, because the form came back before anybody can have read it: programs that scan mail open links
 * and press buttons. The same quote and the same words go along, so a quick person loses nothing.
 */
export function changeCheckPage(
  c: WebContext,
  view: ManageView,
  quote: Quote,
  sealed: string,
  typed: TypedReason,
): Response | Promise<Response> {
  const { text, booking, zone, locale } = view
  const [move] = quote.reschedule
  const button = move
    ? resultText(locale).check.button(shortWhen(Temporal.Instant.from(move.start), zone, locale, booking.now))
    : text.cancelButton(nounOf(booking), quote.cancel.length)
  const session = booking.sessions.find((entry) => entry.id === (move ?? quote.cancel[0]!).session)
  return checkPage(c, view, {
    heading: move ? text.check.reschedule : text.check.cancel,
    action: linksOf(view).commit(),
    fields: { quote: sealed, why: typed.why, reason: typed.words },
    kind: move ? 'primary' : 'danger',
    button,
    busyLabel: move ? text.moving : text.canceling,
    body: move ? (
      <MovePair view={view} move={move} />
    ) : (
      <BookingOfLink view={view} {...(session ? { session } : {})} />
    ),
  })
}

/** The same for "I'll be there". */
export function keepCheckPage(c: WebContext, view: ManageView, opened: string): Response | Promise<Response> {
  const { text } = view
  return checkPage(c, view, {
    heading: text.check.keep,
    action: linksOf(view).keep(),
    fields: { opened },
    kind: 'primary',
    button: text.keepYes,
    busyLabel: text.sending,
    body: <BookingOfLink view={view} />,
  })
}

interface Asked {
  heading: string
  action: string
  fields: Record<string, string>
  kind: 'primary' | 'danger'
  button: string
  busyLabel: string
  body: Child
}

function checkPage(c: WebContext, view: ManageView, asked: Asked): Response | Promise<Response> {
  return manageFrame(
    c,
    view,
    { title: asked.heading },
    <Stack gap="section">
      <PageHeading title={asked.heading} lead={view.text.check.lead} />
      {asked.body}
      <form method="post" action={asked.action}>
        <HiddenFields fields={{ ...asked.fields, checked: '1' }} />
        <Button kind={asked.kind} busyLabel={asked.busyLabel}>
          {asked.button}
        </Button>
      </form>
    </Stack>,
  )
}
