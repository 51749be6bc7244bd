import { seal, unseal } from '#platform/tokens.ts'
import { sessionsText } from '#messages/packages.ts'
import { takingBackText } from '#messages/taking-back.ts'
import type { Session } from '#domain/bookings/booking.ts'
import { Button } from '#ui/button.tsx'
import { HiddenFields, Section, Stack } from '#ui/layout.tsx'
import { StickyActions } from '#ui/sticky-actions.tsx'
import { Banner } from '#ui/banner.tsx'
import type { WebContext } from '../deps.ts'
import type { ManageSection } from './manage-section.ts'
import { keepingOf, type Standing } from './manage-standing.ts'
import { hostOf, linksOf, type ManageView } from './manage-view.ts'
import { EarlierLink } from './waiting-earlier-link.tsx'

const PURPOSE = 'keep-form'

/** "I'll be there" (ux M9): saying so is a real act that tells the hosts. Already said, the page says when. */
export function keepSection(
  c: WebContext,
  view: ManageView,
  standing: Standing,
  only?: Session,
): ManageSection {
  const { text, booking, zone } = view
  const host = only ? hostOf(only) : view.host
  const title = text.keepHeading
  // The link of one session of a package speaks of that one; the package's own link of all that come.
  const about = only ? [only] : standing.sessions
  const { confirmedAt: said, canKeep } = keepingOf(booking, about)
  if (said) {
    return {
      title,
      body: (
        <Section heading={title}>
          <Banner kind="ok" title={text.keptAlready(said, zone, booking.now)}>
            {keepAbout(view, only)} {text.keepLead}
          </Banner>
          <EarlierLink view={view} />
        </Section>
      ),
    }
  }
  if (!canKeep) {
    const requested = about.some((session) => session.state === 'requested')
    const waits = about.some((session) => session.askedToMoveAt !== null)
    const line = requested
      ? text.keepNotYet(host.name)
      : waits
        ? takingBackText(view.locale).newTime.keepNot
        : text.blocked.started
    return {
      title,
      body: (
        <Section heading={title}>
          <p>{line}</p>
        </Section>
      ),
    }
  }
  return {
    title,
    body: (
      <Section heading={title}>
        <Stack>
          <p>{text.keepLead}</p>
          <p>
            {text.keepHint(host.name)} {keepAbout(view, only)}
          </p>
        </Stack>
        <KeepForm c={c} view={view} only={only} />
        <EarlierLink view={view} />
      </Section>
    ),
    actions: (
      <StickyActions>
        <Button form="keep" busyLabel={text.sending} icon="calendar-check">
          {text.keepYes}
        </Button>
      </StickyActions>
    ),
  }
}

/** Of a package: which of its sessions it is said of; empty where there is one. */
export function keepAbout({ booking, locale }: ManageView, only: Session | undefined): string {
  const words = sessionsText(locale)
  if (booking.sessions.length === 1) return ''
  if (only) return words.keepOne(only.position)
  const coming = booking.sessions.filter((session) => keepingOf(booking, [session]).canKeep)
  return words.keepAll(coming.length)
}

function KeepForm({ c, view, only }: { c: WebContext; view: ManageView; only: Session | undefined }) {
  const opened = sealOpened(c.var.deps.context.secret, view)
  return (
    <form method="post" action={linksOf(view).keep()} id="keep">
      <HiddenFields fields={{ opened, session: only?.id }} />
    </form>
  )
}

/** When this page was made, as text that only we can write. */
export function sealOpened(secret: string, view: ManageView): string {
  return seal(secret, PURPOSE, `${view.booking.id} ${view.booking.now.toString()}`)
}

/** When the form of this booking was made, or null when the form is not ours. */
export function readOpened(secret: string, view: ManageView, sealed: string): Temporal.Instant | null {
  const [bookingId, at] = unseal(secret, PURPOSE, sealed)?.split(' ') ?? []
  return bookingId === view.booking.id && at ? Temporal.Instant.from(at) : null
}
