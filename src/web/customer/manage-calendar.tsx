import { bookedText } from '#messages/booking.ts'
import { paths } from '#paths.ts'
import type { Session } from '#domain/bookings/booking.ts'
import { ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { Row } from '#ui/layout.tsx'
import type { LinkView } from './manage-view.ts'

/** The session's calendar file, said to be a copy: only the invitation in the mail follows later changes (ux 1.5). */
export function CalendarLink({ view, session }: { view: LinkView; session: Session }) {
  const { text } = view
  return (
    <Row>
      <ButtonLink href={paths.calendarFile(view.token, session.id)} icon="calendar-days" download>
        {text.calendarFile}
      </ButtonLink>
      <span class="quiet small">{text.calendarFileHint}</span>
    </Row>
  )
}

/** The same for several sessions, each named by its time. */
export function CalendarFiles({ view, sessions }: { view: LinkView; sessions: readonly Session[] }) {
  const { booking, zone, locale, token, text } = view
  const { calendarOf } = bookedText(locale)
  return (
    <Card heading={text.calendarFile} kind="plain">
      <ul class="link-list">
        {sessions.map((session) => (
          <li>
            <a href={paths.calendarFile(token, session.id)} download>
              {calendarOf(session.startsAt, zone, booking.now)}
            </a>
          </li>
        ))}
      </ul>
      <p class="quiet small">{text.calendarFileHint}</p>
    </Card>
  )
}
