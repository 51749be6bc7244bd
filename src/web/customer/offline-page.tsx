import { localeOf } from '#messages/locale.ts'
import { offlineText } from '#messages/offline.ts'
import { paths } from '#paths.ts'
import { ButtonLink } from '#ui/button.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { PageHeading, Row, Stack } from '#ui/layout.tsx'
import { PlainPage } from '#ui/page.tsx'
import { assetPath } from '../assets.ts'
import type { WebContext } from '../deps.ts'
import { customerFrame } from './frame.tsx'
import { BookingOfLink } from './manage-card.tsx'
import { unknownLinkPage } from './lost-link.tsx'
import { openLink, type LinkView } from './manage-view.ts'

/** An old booking is nobody's plan any more, and need not lie on a device. */
const KEPT_HOURS = 24

/**
 * GET: when and where a booking is, with the business's phone number, for the browser to keep and to show when it has
 * no connection (ux M19). 404 for a link that opens nothing, and a day after the last session: then the browser forgets
 * what it kept. Reads only.
 */
export async function offlineCopyPage(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  return isLongOver(view) ? unknownLinkPage(c) : copyPage(c, view)
}

function isLongOver({ booking }: LinkView): boolean {
  const end = booking.now.subtract({ hours: KEPT_HOURS })
  return booking.sessions.every((session) => Temporal.Instant.compare(session.endsAt, end) < 0)
}

function copyPage(c: WebContext, view: LinkView): Response | Promise<Response> {
  const { booking, locale, zone, token } = view
  const text = offlineText(locale)
  return customerFrame(
    c,
    { title: text.title, business: booking.organization, locale, reference: booking.reference },
    <Stack gap="section">
      <PageHeading title={text.title} lead={booking.sessions.length > 1 ? text.leadMany : text.lead} />
      <BookingOfLink view={view} label={text.booking} forGuest />
      <Stack gap="tight">
        <p>
          {text.nothing} <span class="quiet">{text.seen(booking.now, zone)}</span>
        </p>
        <Row>
          <ButtonLink href={paths.manage(token)}>{text.retry}</ButtonLink>
        </Row>
      </Stack>
    </Stack>,
  )
}

/** GET: what a browser shows where it kept nothing. */
export function offlinePage(c: WebContext): Response | Promise<Response> {
  const locale = localeOf(c.req.header('accept-language'))
  const text = offlineText(locale)
  return c.html(
    <PlainPage
      title={text.title}
      lang={locale}
      stylesheet={assetPath('src/ui/styles/customer.css')}
      nonce={c.var.nonce}
    >
      <EmptyPanel level={1} heading={text.title}>
        {`${text.nothing} ${text.unknown} ${text.unknownLine}`}
      </EmptyPanel>
    </PlainPage>,
  )
}
