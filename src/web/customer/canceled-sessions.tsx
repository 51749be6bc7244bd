import { calledName } from '#messages/manage.ts'
import { takingBackText } from '#messages/taking-back.ts'
import { primaryHost, type Session } from '#domain/bookings/booking.ts'
import { loadCancellation, type Cancellation } from '#domain/bookings/change-history.ts'
import { Banner } from '#ui/banner.tsx'
import { DetailsList } from '#ui/details-list.tsx'
import { Stack } from '#ui/layout.tsx'
import { TwoClock } from '#ui/two-clock.tsx'
import type { WebContext } from '../deps.ts'
import { BookNear } from './book-near.tsx'
import { clocksOf } from './clocks.ts'
import { isHosts, nearestOf } from './host-canceled.tsx'
import { cancellationRows } from './manage-closed.tsx'
import type { ManageView } from './manage-view.ts'

/** Sessions of a package that are off while others stand, and how they came to be. */
export interface CanceledSessions {
  sessions: Session[]
  cancellation: Cancellation
  nearest: string[]
}

/**
 * What the page says of canceled sessions before anything else: a canceled session's own link what became of it, the
 * package's link what the business canceled last. Null where there is nothing of the kind.
 */
export async function findCanceledSessions(
  c: WebContext,
  view: ManageView,
  only: Session | undefined,
): Promise<CanceledSessions | null> {
  const canceled = view.booking.sessions.filter(({ state }) => state === 'canceled')
  if (canceled.length === 0 || (only && only.state !== 'canceled')) return null
  const cancellation = await loadCancellation(c.var.deps.context.reader, view.scope, only?.id)
  if (!cancellation || (!only && !isHosts(cancellation))) return null
  const sessions = only ? [only] : canceled.filter(({ id }) => cancellation.sessions.includes(id))
  const [first] = sessions
  if (!first) return null
  const about = { startsAt: first.startsAt, sessions: sessions.map(({ id }) => id) }
  return {
    sessions,
    cancellation,
    nearest: isHosts(cancellation) ? await nearestOf(c, view, about) : [],
  }
}

/** The apology where it was the business's doing, with free times near (ux M11h); else the plain fact. */
export function CanceledSessionsPart({
  c,
  view,
  sessions,
  cancellation,
  nearest,
}: CanceledSessions & { c: WebContext; view: ManageView }) {
  const { hostCanceled: words } = takingBackText(view.locale)
  const { booking } = view
  const byHost = isHosts(cancellation)
  const [first] = sessions
  const host = calledName(primaryHost(first!).name)
  const isOne = sessions.length === 1
  const heading = byHost
    ? words.titleOf(
        host,
        sessions.map(({ position }) => position),
      )
    : words.sessionOff(first!.position)
  // Said only where these are all that was canceled then: the sum is of all of them.
  const isWhole = cancellation.sessions.length === sessions.length
  return (
    <Stack gap="section">
      <Banner kind="info" title={heading}>
        {byHost ? <p>{isOne ? words.lead(host) : words.leadSeveral(host)}</p> : null}
        <Stack>
          {sessions.map((session) => (
            <StruckSession view={view} session={session} />
          ))}
        </Stack>
        {isWhole && cancellation.refundMinor > 0n ? (
          <p>{words.back(cancellation.refundMinor, booking.currency)}</p>
        ) : null}
      </Banner>
      {byHost ? (
        <BookNear
          c={c}
          view={view}
          heading={isOne ? words.nearest : words.nearestSeveral}
          insteadOf={first!.startsAt}
          nearest={nearest}
          isMain={false}
        />
      ) : (
        <DetailsList rows={cancellationRows(view, cancellation)} />
      )}
    </Stack>
  )
}

function StruckSession({ view, session }: { view: ManageView; session: Session }) {
  const { booking, zone, locale } = view
  const span = { start: session.startsAt, end: session.endsAt }
  const other = { name: calledName(primaryHost(session).name), zone: session.zone }
  return <TwoClock {...clocksOf({ ...span, zone, other, now: booking.now, locale })} struck />
}
