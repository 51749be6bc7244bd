import { seal, unseal } from '#platform/tokens.ts'
import { takingBackText } from '#messages/taking-back.ts'
import { Button } from '#ui/button.tsx'
import { HiddenFields, Section, Stack } from '#ui/layout.tsx'
import { StickyActions } from '#ui/sticky-actions.tsx'
import { Banner } from '#ui/banner.tsx'
import type { WebContext } from '../deps.ts'
import type { ManageSection } from './manage-section.ts'
import type { Standing } from './manage-standing.ts'
import { linksOf, type ManageView } from './manage-view.ts'
import { EarlierLink } from './waiting-earlier-link.tsx'

const PURPOSE = 'keep-form'

/** "I'll be there" (ux M9): saying so is a real act that tells the hosts. Already said, the page says when. */
export function keepSection(c: WebContext, view: ManageView, standing: Standing): ManageSection {
  const { text, booking, zone, host } = view
  const title = text.keepHeading
  const said = standing.confirmedAt
  if (said) {
    return {
      title,
      body: (
        <Section heading={title}>
          <Banner kind="ok" title={text.keptAlready(said, zone, booking.now)}>
            {text.keepLead}
          </Banner>
          <EarlierLink view={view} />
        </Section>
      ),
    }
  }
  if (!standing.canKeep) {
    const requested = standing.sessions.some((session) => session.state === 'requested')
    const waits = standing.sessions.some((session) => session.askedToMoveAt !== null)
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
          <p>{text.keepHint(host.name)}</p>
        </Stack>
        <KeepForm c={c} view={view} />
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

function KeepForm({ c, view }: { c: WebContext; view: ManageView }) {
  const opened = sealOpened(c.var.deps.context.secret, view)
  return (
    <form method="post" action={linksOf(view).keep()} id="keep">
      <HiddenFields fields={{ opened }} />
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
