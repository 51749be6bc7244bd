import { shortWhen } from '#messages/dates.ts'
import type { AskSeen } from '#domain/asking/load-asks.ts'
import type { Session } from '#domain/bookings/booking.ts'
import { Stack } from '#ui/layout.tsx'
import type { WebContext } from '../deps.ts'
import { GrantedAsk } from './ask-granted.tsx'
import { OpenAsk } from './ask-open.tsx'
import type { PageState } from './manage-section.ts'
import type { Standing } from './manage-standing.ts'
import type { ManageView } from './manage-view.ts'
import { isAskedForTime, newTimeNotice } from './new-time-asked.tsx'

/** What was asked and nobody answered, or what was answered and not used yet. */
export function asksInForce(asks: readonly AskSeen[]): AskSeen[] {
  return asks.filter((ask) => ask.state === 'open' || ask.state === 'granted')
}

/**
 * True where the page may be about nothing else than these sessions: there are no others to act on, or the link opened
 * only these. Of a package everything else that can be done stays in sight.
 */
export function isAllAbout(
  { booking }: ManageView,
  standing: Standing,
  state: Pick<PageState, 'sessions'>,
  concerned: readonly string[],
): boolean {
  if (booking.sessions.length === 1) return true
  const shown = state.sessions.length > 0 ? state.sessions : standing.sessions.map(({ id }) => id)
  return shown.every((id) => concerned.includes(id))
}

/** Questions about some sessions of a package, said above what can be done with all of them. */
export async function askNotices(c: WebContext, view: ManageView, asks: readonly AskSeen[]) {
  const newTime = isAskedForTime(view.booking) ? await newTimeNotice(c, view) : null
  const inForce = asksInForce(asks)
  if (!newTime && inForce.length === 0) return null
  return (
    <Stack>
      {newTime}
      {inForce.map((ask) =>
        ask.state === 'granted' ? (
          <GrantedAsk view={view} ask={ask} about={whichOf(view, ask.sessions)} />
        ) : (
          <OpenAsk c={c} view={view} ask={ask} />
        ),
      )}
    </Stack>
  )
}

function whichOf({ booking, text, zone, locale }: ManageView, ids: readonly string[]): string {
  const spoken = (session: Session) =>
    `${text.sessionNumber(session.position)}, ${shortWhen(session.startsAt, zone, locale, booking.now)}`
  return booking.sessions
    .filter(({ id }) => ids.includes(id))
    .map(spoken)
    .join('; ')
}
