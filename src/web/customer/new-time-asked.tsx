import { askText } from '#messages/asks.ts'
import { takingBackText } from '#messages/taking-back.ts'
import { shortWhen } from '#messages/dates.ts'
import { calledName } from '#messages/manage.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { loadNewTimeAsked } from '#domain/bookings/load-new-time-asked.ts'
import { quoteLoaded } from '#domain/bookings/quote-change.ts'
import { Banner } from '#ui/banner.tsx'
import { ButtonLink } from '#ui/button.tsx'
import { Stack } from '#ui/layout.tsx'
import { ResultPanel } from '#ui/result-panel.tsx'
import { MoreActions, StickyActions } from '#ui/sticky-actions.tsx'
import type { WebContext } from '../deps.ts'
import { BookingOfLink } from './manage-card.tsx'
import { manageFrame, ZoneNotices } from './manage-frame.tsx'
import { Words } from './manage-closed.tsx'
import type { PageState } from './manage-section.ts'
import type { Standing } from './manage-standing.ts'
import { linksOf, type ManageView } from './manage-view.ts'

/** True while the team waits for the customer to choose another time for a session. */
export function isAskedForTime(booking: Booking): boolean {
  return givenUp(booking).length > 0
}

/** The sessions for which the team waits for another time. */
export function givenUp(booking: Booking): string[] {
  return booking.sessions.filter(({ askedToMoveAt }) => askedToMoveAt !== null).map(({ id }) => id)
}

/** The same question about some sessions of a package, above what can be done with the others. */
export async function newTimeNotice(c: WebContext, view: ManageView) {
  const { newTime } = takingBackText(view.locale)
  const { booking, text, zone, locale } = view
  const asked = await loadNewTimeAsked(c.var.deps.context.reader, view.scope)
  const host = asked?.by ? calledName(asked.by) : view.host.name
  const waiting = booking.sessions.filter(({ askedToMoveAt }) => askedToMoveAt !== null)
  const [session, ...more] = waiting
  const about = session && more.length === 0 ? { session: session.id } : {}
  const choose = (
    <ButtonLink
      kind="primary"
      icon="calendar-days"
      href={linksOf(view).manage({ do: 'reschedule', ...about })}
    >
      {askText(locale).chooseTime}
    </ButtonLink>
  )
  return (
    <Banner kind="info" title={newTime.title(host)} action={choose}>
      {waiting.map(({ position, startsAt }) => (
        <p>
          {text.sessionNumber(position)}, <s>{shortWhen(startsAt, zone, locale, booking.now)}</s>
        </p>
      ))}
      {asked?.reason ? (
        <p>
          {newTime.reason(host)}: <Words text={asked.reason} />
        </p>
      ) : null}
      <p>{waiting.some(({ paidMinor }) => paidMinor > 0n) ? newTime.paid : newTime.free}</p>
    </Banner>
  )
}

/**
 * The host asks for another time (ux M11q, oncehub R87–R95): who and why, the old time struck through, and the two ways
 * on. It does not end with the old time, and the choice costs nothing.
 */
export async function newTimePage(
  c: WebContext,
  view: ManageView,
  standing: Standing,
  state: Pick<PageState, 'status' | 'notice'>,
): Promise<Response> {
  const { newTime } = takingBackText(view.locale)
  const { booking } = view
  const asked = await loadNewTimeAsked(c.var.deps.context.reader, view.scope)
  const host = asked?.by ? calledName(asked.by) : view.host.name
  const title = newTime.title(host)
  const waiting = standing.sessions.filter((session) => session.askedToMoveAt !== null)
  const isPaid = waiting.some((session) => session.paidMinor > 0n)
  const { manage } = linksOf(view)
  const several = booking.sessions.length > 1
  return manageFrame(
    c,
    view,
    { title, status: state.status },
    <Stack gap="section">
      {state.notice}
      <ResultPanel kind="info" heading={title}>
        {asked?.reason ? (
          <p>
            {newTime.reason(host)}: <Words text={asked.reason} />
          </p>
        ) : null}
        <p>
          {newTime.old(waiting.length)} {isPaid ? newTime.paid : newTime.free} {newTime.late}
        </p>
      </ResultPanel>
      <StickyActions>
        <ButtonLink
          kind="primary"
          icon="calendar-days"
          href={manage({
            do: 'reschedule',
            ...(several && waiting.length === 1 ? { session: waiting[0]!.id } : {}),
          })}
        >
          {newTime.times}
        </ButtonLink>
      </StickyActions>
      <MoreActions>
        <ButtonLink href={manage({ do: 'cancel' })}>
          {await cancelWords(
            c,
            view,
            waiting.map(({ id }) => id),
          )}
        </ButtonLink>
      </MoreActions>
      <ZoneNotices view={view} current="" />
      <BookingOfLink view={view} session={waiting[0]!} />
    </Stack>,
  )
}

// What the next page will say, so that nobody has to open it to know.
async function cancelWords(c: WebContext, view: ManageView, sessions: string[]): Promise<string> {
  const { newTime } = takingBackText(view.locale)
  const quoted = await quoteLoaded(c.var.deps.context.reader, view.scope, view.booking, {
    bookingId: view.booking.id,
    cancel: sessions,
    reschedule: [],
    channel: 'mail_link',
  })
  if (!quoted.ok || quoted.value.refundMinor === '0') return newTime.cancel
  return newTime.cancelBack(BigInt(quoted.value.refundMinor), quoted.value.currency)
}
