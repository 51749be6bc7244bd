import { joinText } from '#messages/waitlist.ts'
import { paths } from '#paths.ts'
import { hasWaitlist } from '#domain/waitlist/entry.ts'
import { mayComeEarlier } from '#domain/waitlist/free-for.ts'
import { ButtonLink } from '#ui/button.tsx'
import { Row } from '#ui/layout.tsx'
import type { ManageView } from './manage-view.ts'

/** "Earlier please": the way to wait for an earlier time than one has; nothing where that cannot be. */
export function EarlierLink({ view }: { view: ManageView }) {
  const href = earlierHref(view)
  return href === null ? null : (
    <Row>
      <ButtonLink kind="link" href={href}>
        {joinText(view.locale).earlierLink}
      </ButtonLink>
    </Row>
  )
}

function earlierHref({ booking, token }: ManageView): string | null {
  const { page, eventType } = booking
  const open = page.active && page.slug !== null
  const listed = hasWaitlist({ ...eventType.asking, sessionCount: booking.sessions.length, active: true })
  return open && listed && mayComeEarlier(booking)
    ? paths.joinWaitlist(page.slug!, eventType.slug, { booking: token })
    : null
}
