import { bookedText } from '#messages/booking.ts'
import { paths } from '#paths.ts'
import type { Session } from '#domain/bookings/booking.ts'
import { spellReference } from '#platform/ids.ts'
import { frameText } from '#messages/frame.ts'
import { ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { MoreActions } from '#ui/sticky-actions.tsx'
import { Row, Section, Stack } from '#ui/layout.tsx'
import { ResultPanel } from '#ui/result-panel.tsx'
import type { WebContext } from '../deps.ts'
import { manageFrame } from './manage-frame.tsx'
import { StillPossible } from './manage-policy.tsx'
import { standingOf, type ActionStanding } from './manage-standing.ts'
import { hostsOf, leadsOf, linksOf, withLeads, type LinkView } from './manage-view.ts'
import { PaidSoFar } from './manage-paid.tsx'
import { isAsMade } from './pay-standing.ts'
import { stakeOf } from './policy-money.ts'
import { ribbonZones } from './policy-ribbon.tsx'
import { MANY_SESSIONS, SessionClock, SessionTimes } from './session-times.tsx'

/**
 * P5: what was booked, where the mail went, and what can be done until when. A booking that has changed since is no
 * longer "booked", so this address then leads to the booking as it is.
 */
export function bookedResult(c: WebContext, view: LinkView): Response | Promise<Response> {
  const { booking, locale } = view
  const standing = standingOf(booking)
  if (booking.heldUntil) return c.redirect(linksOf(view).pay(), 303)
  if (standing.kind !== 'open' || !isAsMade(booking)) return c.redirect(paths.manage(view.token), 303)
  const text = bookedText(locale)
  return manageFrame(
    c,
    view,
    { title: text.booked, happened: { type: 'booking.scheduled', sessions: booking.sessions } },
    <Stack gap="section">
      <What view={view} />
      <MoreActions>
        <ButtonLink href={linksOf(view).manage()}>{text.changeOrCancel}</ButtonLink>
      </MoreActions>
      <PaidSoFar view={view} />
      <Next view={view} />
      <Calendar view={view} />
      <Card heading={text.ifPlansChange} kind="sunken">
        <Stack gap="tight">
          <Until view={view} action="cancel" standing={standing.cancel} />
          <Until view={view} action="reschedule" standing={standing.reschedule} />
        </Stack>
      </Card>
      {booking.page.active && booking.page.slug ? (
        <Row>
          <ButtonLink kind="link" href={paths.bookingPage(booking.page.slug)}>
            {text.bookAnother}
          </ButtonLink>
        </Row>
      ) : null}
    </Stack>,
  )
}

function What({ view }: { view: LinkView }) {
  const { booking, locale } = view
  const { lead, others } = leadsOf(booking.sessions, locale)
  const reference = { label: frameText(locale).reference, value: spellReference(booking.reference) }
  return (
    <ResultPanel kind="ok" heading={bookedText(locale).booked} reference={reference}>
      <Stack gap="tight">
        <p>
          <bdi>{view.text.withHosts(booking.eventType.name, lead, others)}</bdi>
        </p>
        {booking.sessions.length > MANY_SESSIONS ? (
          <SessionTimes sessions={withLeads(view)} zone={view.zone} locale={locale} />
        ) : (
          booking.sessions.map((session) => <SessionClock view={view} session={session} />)
        )}
      </Stack>
    </ResultPanel>
  )
}

function Next({ view }: { view: LinkView }) {
  const { booking, locale } = view
  const text = bookedText(locale)
  return (
    <Section heading={text.whatNext}>
      <ul class="bullets">
        <li>
          <bdi>{text.mailSent(booking.customer.email)}</bdi>
        </li>
        <li>
          <bdi>{text.hostsTold(hostsOf(booking.sessions).map((host) => host.name))}</bdi>
        </li>
        {booking.guests.length > 0 ? <li>{text.guestsTold(booking.guests.length)}</li> : null}
        <li>
          <bdi>
            <Place view={view} />
          </bdi>
        </li>
      </ul>
    </Section>
  )
}

function Place({ view }: { view: LinkView }) {
  const text = bookedText(view.locale).place
  const { locationKind: kind, locationDetail: detail } = view.booking.eventType
  if (kind === 'phone') return <>{text.phone(view.booking.customer.phone)}</>
  if (kind === 'customer_place') return <>{text.customer_place}</>
  if (kind === 'in_person') return <>{text.in_person(detail)}</>
  if (!detail) return <>{text.video}</>
  // Only an address of the web becomes a link; whatever else a business wrote is shown as it is.
  const address = /^https?:\/\/\S+$/.test(detail) ? (
    <a href={detail} target="_top">
      {detail}
    </a>
  ) : (
    detail
  )
  return (
    <>
      {text.join} {address}
    </>
  )
}

function Calendar({ view }: { view: LinkView }) {
  const { booking, token, zone, locale } = view
  const text = bookedText(locale)
  return (
    <Section heading={text.calendar}>
      {booking.sessions.length > MANY_SESSIONS ? (
        <ul class="link-list">
          {booking.sessions.map((session) => (
            <li>
              <a href={paths.calendarFile(token, session.id)} download>
                {text.calendarOf(session.startsAt, zone, booking.now)}
              </a>
            </li>
          ))}
        </ul>
      ) : (
        <Row>
          {booking.sessions.map((session) => (
            <ButtonLink href={paths.calendarFile(token, session.id)} icon="download" download>
              {booking.sessions.length === 1
                ? text.calendarFile
                : text.calendarOf(session.startsAt, zone, booking.now)}
            </ButtonLink>
          ))}
        </Row>
      )}
      <p class="small quiet">{text.calendarNote}</p>
    </Section>
  )
}

/** Until when the customer may act online; where nothing is possible, how else. */
function Until({
  view,
  action,
  standing,
}: {
  view: LinkView
  action: 'cancel' | 'reschedule'
  standing: ActionStanding
}) {
  const text = bookedText(view.locale)
  const word = action === 'cancel' ? ('cancel' as const) : ('move' as const)
  const open = standing.verdicts.find((entry) => entry.verdict.allowed)
  if (!open)
    return <p>{standing.refusal?.code === 'too_late' ? text.closedAlready(word) : text.neverOnline(word)}</p>
  const sums = sumNow(view, action, open.session)
  const untilStart = open.verdict.allowed && open.verdict.until?.equals(open.session.startsAt)
  return (
    <>
      {untilStart ? (
        <p>{text.untilStart(word)}</p>
      ) : (
        <StillPossible view={view} action={action} verdict={open.verdict} />
      )}
      {sums ? <p>{sums}</p> : null}
    </>
  )
}

/** "£40.00 back until Mon 7 Dec, 9:00am.": what acting now comes to, where that changes with time. */
function sumNow({ booking, zone, locale }: LinkView, action: 'cancel' | 'reschedule', session: Session) {
  const stake = stakeOf(booking, session)
  if (!stake || booking.sessions.length > 1) return null
  const zones = ribbonZones({
    action,
    rule: booking.policy.rules[action],
    bookedAt: booking.createdAt,
    startsAt: session.startsAt,
    now: booking.now,
    currency: booking.currency,
    zone,
    noun: 'booking',
    stake,
    locale,
  })
  const current = zones.find((entry) => entry.current)
  return zones.length > 1 && current ? `${current.amount} ${current.until}.` : null
}
