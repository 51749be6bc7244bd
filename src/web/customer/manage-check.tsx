import type { Child } from 'hono/jsx'
import { sessionsText } from '#messages/packages.ts'
import type { Session } from '#domain/bookings/booking.ts'
import { Button } from '#ui/button.tsx'
import { HiddenFields, PageHeading, Stack } from '#ui/layout.tsx'
import type { WebContext } from '../deps.ts'
import { cancelLabel } from './cancel-money.tsx'
import { BookingOfLink } from './manage-card.tsx'
import { manageFrame } from './manage-frame.tsx'
import { keepAbout } from './manage-keep.tsx'
import type { SentChange } from './manage-refused.tsx'
import { linksOf, type LinkView, type ManageView } from './manage-view.ts'
import { moveLabel, MovePairs } from './move-pair.tsx'

/**
 * Asks once more, because the form came back before anybody can have read it: programs that scan mail open links
 * and press buttons. The same quote and the same words go along, so a quick person loses nothing.
 */
export function changeCheckPage(
  c: WebContext,
  view: ManageView,
  { quote, sealed, typed, take, answers }: SentChange,
): Response | Promise<Response> {
  const { text, booking } = view
  const [move] = quote.reschedule
  const button = move
    ? moveLabel(view, quote)
    : cancelLabel(view, quote, take === 'credit' && quote.creditMinor !== '0' ? 'credit' : 'money')
  const session = booking.sessions.find((entry) => entry.id === (move ?? quote.cancel[0]!).session)
  return checkPage(c, view, {
    heading: headingOf(view, quote),
    action: linksOf(view).commit(),
    fields: {
      quote: sealed,
      why: typed.why,
      reason: typed.words,
      ...answers?.typed,
      ...(take ? { take } : {}),
    },
    ...(quote.payNowMinor === '0' ? {} : { target: '_top' as const }),
    kind: move ? 'primary' : 'danger',
    button,
    busyLabel: move ? text.moving : text.canceling,
    body: move ? (
      <MovePairs view={view} moves={quote.reschedule} />
    ) : (
      <BookingOfLink view={view} {...(session ? { session } : {})} />
    ),
  })
}

function headingOf(
  { text, locale, booking }: ManageView,
  { reschedule, cancel }: SentChange['quote'],
): string {
  if (booking.sessions.length === 1) return reschedule.length > 0 ? text.check.reschedule : text.check.cancel
  const words = sessionsText(locale)
  return reschedule.length > 0 ? words.checkMove(reschedule.length) : words.checkCancel(cancel.length)
}

/** The same for "I'll be there". */
export function keepCheckPage(
  c: WebContext,
  view: ManageView,
  opened: string,
  only?: Session,
): Response | Promise<Response> {
  const { text } = view
  return checkPage(c, view, {
    heading: text.check.keep,
    action: linksOf(view).keep(),
    fields: { opened, ...(only ? { session: only.id } : {}) },
    kind: 'primary',
    button: text.keepYes,
    busyLabel: text.sending,
    body: (
      <Stack>
        {view.booking.sessions.length > 1 ? <p>{keepAbout(view, only)}</p> : null}
        <BookingOfLink view={view} {...(only ? { session: only } : {})} />
      </Stack>
    ),
  })
}

export interface Asked {
  heading: string
  action: string
  fields: Record<string, string>
  kind: 'primary' | 'danger'
  button: string
  busyLabel: string
  body: Child
  target?: '_top'
}

/** Any form once more, with what it carries. */
export function checkPage(c: WebContext, view: LinkView, asked: Asked): Response | Promise<Response> {
  return manageFrame(
    c,
    view,
    { title: asked.heading },
    <Stack gap="section">
      <PageHeading title={asked.heading} lead={view.text.check.lead} />
      {asked.body}
      <form method="post" action={asked.action} target={asked.target}>
        <HiddenFields fields={{ ...asked.fields, checked: '1' }} />
        <Button kind={asked.kind} busyLabel={asked.busyLabel}>
          {asked.button}
        </Button>
      </form>
    </Stack>,
  )
}
