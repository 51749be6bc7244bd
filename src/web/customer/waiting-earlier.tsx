import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { joinText } from '#messages/waitlist.ts'
import { paths } from '#paths.ts'
import type { Typed } from '#platform/forms.ts'
import { scopeOfLink, type CustomerScope } from '#domain/access/scope.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { mayComeEarlier } from '#domain/waitlist/free-for.ts'
import { joinForEarlier, type WaitRefusal } from '#domain/waitlist/join-waitlist.ts'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { HiddenFields, PageHeading, Section, Stack } from '#ui/layout.tsx'
import { SlotLinks } from '#ui/slot-list.tsx'
import { StickyActions } from '#ui/sticky-actions.tsx'
import type { WebContext } from '../deps.ts'
import type { OpenOffer } from './booking-offer.tsx'
import { typedText } from './form-errors.ts'
import { unknownLinkPage } from './lost-link.tsx'
import { BookingOfLink } from './manage-card.tsx'
import { manageFrame } from './manage-frame.tsx'
import { linksOf, viewOf, type ManageView } from './manage-view.ts'
import { isYoungForm, openForm, sealForm } from './waiting-form.ts'

/** The page for somebody who has a booking and wants an earlier time; what they have stays theirs meanwhile. */
export async function showEarlier(c: WebContext, open: OpenOffer, token: string): Promise<Response> {
  const view = await openBooking(c, open, token)
  return view instanceof Response ? view : earlierPage(c, open, view, {})
}

/** Joins, and shows the place in the line at once: whoever holds the booking's link has proven who they are. */
export async function submitEarlier(
  c: WebContext,
  open: OpenOffer,
  token: string,
  typed: Typed,
): Promise<Response> {
  const view = await openBooking(c, open, token)
  if (view instanceof Response) return view
  const { context } = c.var.deps
  const text = joinText(open.locale)
  const sealed = typedText(typed, 'key')
  const form = openForm(context.secret, view.booking.id, sealed)
  if (!form) return earlierPage(c, open, view, { status: 422, notice: [text.oldForm, text.oldFormLine] })
  if (isYoungForm(form, view.booking.now) && typedText(typed, 'checked') !== '1')
    return earlierPage(c, open, view, { sealed, notice: [text.once, text.onceLine] })
  const outcome = await joinForEarlier(context, view.scope, open.offer, form.key)
  if (outcome.ok) return c.redirect(paths.waiting(outcome.value.token), 303)
  return earlierPage(c, open, view, refused(open, outcome.refusal))
}

interface State {
  status?: ContentfulStatusCode
  notice?: [title: string, line: string]
  /** The seal of a form that came back too fast; now it is meant. */
  sealed?: string
  freeNow?: string[]
}

function refused({ locale }: OpenOffer, refusal: WaitRefusal): State {
  const text = joinText(locale)
  if (refusal.code === 'free_now') return { status: 409, freeNow: refusal.starts }
  return { status: 409, notice: [text.noEarlier, text.noEarlierLine] }
}

async function openBooking(c: WebContext, open: OpenOffer, token: string): Promise<ManageView | Response> {
  const { reader } = c.var.deps.context
  const scope = await scopeOfLink(reader, token)
  if (scope?.actor.kind !== 'customer' || scope.orgId !== open.scope.orgId) return unknownLinkPage(c)
  const booking = await loadBooking(reader, scope, scope.actor.bookingId)
  if (!booking || booking.eventType.id !== open.offer.eventType.id) return unknownLinkPage(c)
  return viewOf(c, token, scope as CustomerScope, booking)
}

function earlierPage(
  c: WebContext,
  open: OpenOffer,
  view: ManageView,
  state: State,
): Response | Promise<Response> {
  const { booking, zone, locale } = view
  const text = joinText(locale)
  const possible = mayComeEarlier(booking)
  const notice = state.notice ?? (possible ? undefined : [text.noEarlier, text.noEarlierLine])
  const key = state.sealed ?? sealForm(c.var.deps.context.secret, booking.id, booking.now)
  return manageFrame(
    c,
    view,
    { title: text.earlierHeading, status: state.status, failed: state.status !== undefined },
    <Stack gap="section">
      {notice ? (
        <Banner kind="warn" title={notice[0]}>
          {notice[1]}
        </Banner>
      ) : null}
      <PageHeading
        title={text.earlierHeading}
        lead={text.earlierLead(booking.sessions[0]!.startsAt, zone, booking.now)}
        back={{ href: linksOf(view).manage({ do: 'keep' }), label: view.text.yourBooking }}
      />
      {state.freeNow ? <FreeNow view={view} starts={state.freeNow} /> : null}
      <BookingOfLink view={view} withoutMoney />
      {possible && !state.freeNow ? (
        <>
          <Stack gap="tight">
            <p>{text.earlierLine}</p>
            <p>{text.lead(booking.eventType.asking.offerMinutes)}</p>
          </Stack>
          <form id="wait" method="post" action={paths.joinWaitlist(open.slug, open.eventType)}>
            <HiddenFields fields={{ key, booking: view.token, checked: state.sealed ? '1' : undefined }} />
          </form>
          <StickyActions>
            <Button form="wait" busyLabel={text.busy} icon="clock">
              {text.earlierButton}
            </Button>
          </StickyActions>
        </>
      ) : null}
    </Stack>,
  )
}

function FreeNow({ view, starts }: { view: ManageView; starts: string[] }) {
  const { locale, booking, zone } = view
  const text = joinText(locale)
  return (
    <Section heading={text.freeNow}>
      <p>{text.freeNowEarlier}</p>
      <SlotLinks
        groups={[
          {
            legend: booking.eventType.name,
            slots: starts.map((start) => ({
              value: start,
              datetime: start,
              label: text.freeAt(Temporal.Instant.from(start), zone, booking.now),
              href: linksOf(view).moveCheck({ session: booking.sessions[0]!.id, start }),
            })),
          },
        ]}
      />
    </Section>
  )
}
