import { shortWhen } from '#messages/dates.ts'
import { fromMinute, toMinute } from '#platform/zones.ts'
import type { Wish } from '#domain/asks/ask.ts'
import { slotsByLocalDate } from '#domain/availability/slots-by-date.ts'
import { freeTimesFor, movableUntil } from '#domain/bookings/free-times.ts'
import type { Session } from '#domain/bookings/booking.ts'
import type { Typed } from '#platform/forms.ts'
import type { Option } from '#ui/field.tsx'
import type { WebContext } from '../deps.ts'
import { typedText } from './form-errors.ts'
import type { ManageView } from './manage-view.ts'
import { readStart } from './move-start.ts'

/** How many times can be wished for each session; the team offers others if it likes. */
export const WISHES = [1, 2] as const

/** Days with free times that the lists name, over all sessions together: more is no list to choose from. */
const DAYS_LISTED = 10
const FEWEST_DAYS = 3

/** The name of one field of a session. */
export function wishField(session: Session, choice: (typeof WISHES)[number]): string {
  return `wish-${session.position + 1}-${choice}`
}

/** What was wished for, session by session; `unreadable` names a field that holds no time. */
export function readWishes(
  typed: Typed,
  sessions: readonly Session[],
): { wishes: Wish[]; unreadable: string | null } {
  let unreadable: string | null = null
  const wishes = sessions.map((session) => {
    const starts: Temporal.Instant[] = []
    for (const choice of WISHES) {
      const name = wishField(session, choice)
      const text = typedText(typed, name)
      const start = readStart(text)
      if (text !== '' && !start) unreadable ??= name
      if (start && !starts.some((other) => other.equals(start))) starts.push(start)
    }
    return { session: session.id, starts }
  })
  return { wishes: wishes.filter((wish) => wish.starts.length > 0), unreadable }
}

/** The next free times of each session, as options of a list; a time that was wished for stays in it. */
export async function wishOptions(
  c: WebContext,
  view: ManageView,
  sessions: readonly Session[],
  typed: Typed,
): Promise<Map<string, Option[]>> {
  const { reader } = c.var.deps.context
  const { booking, scope, zone, locale } = view
  const until = await movableUntil(reader, scope, booking)
  const days = Math.max(FEWEST_DAYS, Math.floor(DAYS_LISTED / sessions.length))
  const options = new Map<string, Option[]>()
  for (const session of sessions) {
    const free = await freeTimesFor(reader, scope, booking, session, booking.now, until)
    const listed = [...slotsByLocalDate(free, zone).values()].slice(0, days).flatMap((starts) => [...starts])
    const wished = readWishes(typed, [session]).wishes.flatMap((wish) =>
      wish.starts.map((at) => toMinute(at)),
    )
    const minutes = [...new Set([...listed, ...wished])].toSorted((a, b) => a - b)
    const others = minutes.filter((minute) => minute !== toMinute(session.startsAt))
    options.set(
      session.id,
      others.map((minute) => {
        const start = fromMinute(minute)
        return { value: start.toString(), label: shortWhen(start, zone, locale, booking.now) }
      }),
    )
  }
  return options
}
