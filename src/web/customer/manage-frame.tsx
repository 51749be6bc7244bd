import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { paths } from '#paths.ts'
import { spellReference } from '#platform/ids.ts'
import { Banner } from '#ui/banner.tsx'
import { ChoiceNav, type Choice } from '#ui/choice-nav.tsx'
import { ZoneHint } from '#ui/zone-control.tsx'
import type { WebContext } from '../deps.ts'
import { customerFrame, type EmbedEvent } from './frame.tsx'
import type { Standing } from './manage-standing.ts'
import { linksOf, type LinkView } from './manage-view.ts'

export interface ManageFrameOptions {
  title: string
  status?: ContentfulStatusCode | undefined
  failed?: boolean | undefined
  /** What has just happened to these sessions, for the site around a framed page. */
  happened?: { type: EmbedEvent['type']; sessions: readonly Span[] }
}

/** A session of the booking, or what a receipt says of one. */
type Span = { start: string; end: string } | { startsAt: Temporal.Instant; endsAt: Temporal.Instant }

/** The frame of every page behind a link: the business, the reference, help in the same spot. */
export function manageFrame(
  c: WebContext,
  view: LinkView,
  options: ManageFrameOptions,
  children: Child,
): Response | Promise<Response> {
  const { booking, locale } = view
  const { page } = booking
  return customerFrame(
    c,
    {
      title: options.title,
      business: booking.organization,
      ...(page.active && page.slug ? { businessHref: paths.bookingPage(page.slug) } : {}),
      locale,
      reference: booking.reference,
      status: options.status ?? 200,
      failed: options.failed ?? false,
      happened: options.happened && {
        type: options.happened.type,
        reference: spellReference(booking.reference),
        sessions: options.happened.sessions.map((span) =>
          'start' in span
            ? { start: span.start, end: span.end }
            : { start: span.startsAt.toString(), end: span.endsAt.toString() },
        ),
      },
    },
    children,
  )
}

/** Reschedule, Cancel, Keep: in this order, always all three; what is not possible says so and explains itself (ux 1.3). */
export function ManageChoices({
  view,
  standing,
  current,
  session,
}: {
  view: LinkView
  standing: Standing
  /** Null where the page is about something else. */
  current: 'reschedule' | 'cancel' | 'keep' | null
  /** The one session of a package that the page is about. */
  session?: string | undefined
}) {
  const { text } = view
  const { manage } = linksOf(view)
  const about = session === undefined ? {} : { session }
  const noteOf = (action: 'reschedule' | 'cancel') => {
    const refusal = standing[action].refusal
    if (!refusal) return undefined
    return refusal.code === 'too_late' ? text.noteTooLate : text.noteNotOnline
  }
  const choices: Choice[] = [
    {
      href: manage({ do: 'reschedule', ...about }),
      label: text.reschedule,
      icon: 'calendar-days',
      current: current === 'reschedule',
      note: noteOf('reschedule'),
    },
    {
      href: manage({ do: 'cancel', ...about }),
      label: text.cancel,
      icon: 'calendar-x',
      current: current === 'cancel',
      note: noteOf('cancel'),
    },
    {
      href: manage({ do: 'keep', ...about }),
      label: text.keep,
      icon: 'calendar-check',
      current: current === 'keep',
      note: standing.confirmedAt ? text.noteComing : undefined,
    },
  ]
  return <ChoiceNav label={text.choices} choices={choices} />
}

/** Offers the browser's own zone, and says when the address named a zone that does not exist. */
export function ZoneNotices({ view, current }: { view: LinkView; current: string }) {
  const { text, query } = view
  const { manage } = linksOf({ token: view.token, query: { ...query, zoneChosen: false } })
  return (
    <>
      {query.unreadable.includes('zone') ? (
        <Banner kind="info" title={text.unknownZoneTitle}>
          {text.unknownZone(view.zone)}
        </Banner>
      ) : null}
      {view.zoneLocked ? null : (
        <ZoneHint
          zone={view.zone}
          text={text.showingZone(view.zone)}
          linkText={text.useOwnZone}
          href={manage({ do: current, tz: 'ZONE' }).replace('ZONE', '{zone}')}
        />
      )}
    </>
  )
}
