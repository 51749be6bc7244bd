import { paths } from '#paths.ts'
import type { Session } from '#domain/bookings/booking.ts'
import { ButtonLink } from '#ui/button.tsx'
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
