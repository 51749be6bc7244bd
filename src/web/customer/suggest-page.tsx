import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { clockTime, shortDate, shortWhen } from '#messages/dates.ts'
import { requestText } from '#messages/requests.ts'
import { fromMinute } from '#platform/zones.ts'
import { loadQuestions } from '#domain/availability/load-questions.ts'
import { slots } from '#domain/availability/slots.ts'
import { LONGEST_REASON } from '#domain/bookings/change.ts'
import { movableUntil } from '#domain/bookings/free-times.ts'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { DetailsList, type DetailsRow } from '#ui/details-list.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { TextArea } from '#ui/field.tsx'
import { HiddenFields, PageHeading, Stack } from '#ui/layout.tsx'
import { Picks } from '#ui/picks.tsx'
import { StickyActions } from '#ui/sticky-actions.tsx'
import { askText } from '#messages/asks.ts'
import type { WebContext } from '../deps.ts'
import { besides, includesStart, withStarts } from './booking-starts.ts'
import { fieldId } from './form-errors.ts'
import { guestPage } from './manage-guest.tsx'
import { manageFrame } from './manage-frame.tsx'
import { sealOpened } from './opened-form.ts'
import { isCustomers, linksOf, openLink, type ManageView } from './manage-view.ts'
import { readStart } from './move-start.ts'
import { isRequest, suggestedRows, timesOfRequest } from './request-times.ts'
import { SlotPicker } from './slot-picker.tsx'

/** What a form about suggestions held, and why it comes back. */
export interface SuggestShown {
  status?: ContentfulStatusCode
  notice?: { title: string; line: string }
  reason: string
  problem?: string
}

/** GET /b/:token/suggest: choose other times for a request, the best liked first, then check them. Reads only. */
export async function showSuggest(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  if (!isCustomers(view)) return guestPage(c, view)
  if (!isRequest(view.booking)) return c.redirect(linksOf(view).manage(), 303)
  return suggestPage(c, view, readSuggestions(c.req.queries('start') ?? []), { reason: '' })
}

/** The starts that an address or a form names, in their order; what cannot be read is left out. */
export function readSuggestions(values: readonly string[]): Temporal.Instant[] {
  const starts = values.map(readStart).filter((start) => start !== null)
  return starts.filter((start, index) => starts.findIndex((other) => other.equals(start)) === index)
}

/** The next step: another time to pick, or the list to check. Times that went meanwhile are picked again. */
export async function suggestPage(
  c: WebContext,
  view: ManageView,
  named: readonly Temporal.Instant[],
  shown: SuggestShown,
): Promise<Response> {
  const free = await freeForRequest(c, view)
  const wanted = timesOfRequest(view.booking)
  const picked = named.filter((start) => includesStart(free.starts, start)).slice(0, wanted)
  const words = requestText(view.locale)
  const lost = named.length > picked.length && named.length <= wanted && !shown.notice
  const why: SuggestShown = lost
    ? { ...shown, notice: { title: words.goneTitle, line: words.goneLine }, status: shown.status ?? 409 }
    : shown
  return picked.length < wanted
    ? pickPage(c, view, picked, free, why)
    : checkSuggestions(c, view, picked, why)
}

interface Free {
  starts: Int32Array
  until: Temporal.Instant
}

/** Times that the event type offers now, whoever would sit in them; what the request keeps itself is no obstacle. */
async function freeForRequest(c: WebContext, { booking, scope }: ManageView): Promise<Free> {
  const { reader } = c.var.deps.context
  const until = await movableUntil(reader, scope, booking)
  const [loaded] = await loadQuestions(reader, scope, {
    eventTypeIds: [booking.eventType.id],
    from: booking.now,
    to: until,
    exceptBookingId: booking.id,
  })
  return { starts: loaded ? slots(loaded.question).starts : new Int32Array(0), until }
}

function pickPage(
  c: WebContext,
  view: ManageView,
  picked: readonly Temporal.Instant[],
  free: Free,
  shown: SuggestShown,
): Response | Promise<Response> {
  const { booking, locale, host, query } = view
  const words = requestText(locale)
  const wanted = timesOfRequest(booking)
  const isPackage = booking.sessions.length > 1
  const title = words.suggest(wanted, picked.length + 1)
  const at = (starts: readonly Temporal.Instant[], to: Record<string, string> = {}) =>
    withStarts(linksOf(view).suggest(to), starts)
  return manageFrame(
    c,
    view,
    { title, status: shown.status, failed: shown.notice !== undefined },
    <Stack gap="section">
      {shown.notice ? (
        <Banner kind="warn" title={shown.notice.title}>
          {shown.notice.line}
        </Banner>
      ) : null}
      <PageHeading
        title={title}
        lead={isPackage ? words.oneEach : wanted > 1 ? words.bestFirst : undefined}
        back={{ href: linksOf(view).manage(), label: words.back }}
      />
      {picked.length > 0 ? <SoFar view={view} picked={picked} /> : null}
      <SlotPicker
        starts={leftToPick(view, free.starts, picked)}
        now={booking.now}
        until={free.until}
        query={query}
        locale={locale}
        business={booking.organization}
        hrefFor={(to) => at(picked, to)}
        slot={(start) => ({ href: at([...picked, fromMinute(start)]) })}
        other={host}
        likelyZones={[booking.customer.zone, booking.organization.zone]}
        zoneLocked={view.zoneLocked}
        keep={picked.map((start) => ({ name: 'start', value: start.toString() }))}
      />
    </Stack>,
  )
}

// Sessions of a package take time from each other; of several times for one session only one comes to be.
function leftToPick({ booking }: ManageView, starts: Int32Array, picked: readonly Temporal.Instant[]) {
  const { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes } = booking
  const isPackage = booking.sessions.length > 1
  return besides(starts, picked, isPackage ? durationMinutes + bufferBeforeMinutes + bufferAfterMinutes : 1)
}

/** The list so far, in its order; every time of it can be taken out. */
function SoFar({ view, picked }: { view: ManageView; picked: readonly Temporal.Instant[] }) {
  const { booking, zone, locale } = view
  const words = requestText(locale)
  const picks = picked.map((start, index) => ({
    datetime: start.toString(),
    day: shortDate(start, zone, locale, booking.now),
    time: clockTime(start, zone, locale),
    hint: booking.sessions.length > 1 ? words.session(index) : words.choice(index),
    out: {
      href: without(view, picked, index),
      name: `${words.takeOut} ${shortWhen(start, zone, locale, booking.now)}`,
    },
  }))
  return <Picks label={words.suggestions} picks={picks} />
}

function without(view: ManageView, picked: readonly Temporal.Instant[], index: number): string {
  return withStarts(
    linksOf(view).suggest(),
    picked.filter((_start, other) => other !== index),
  )
}

function checkSuggestions(
  c: WebContext,
  view: ManageView,
  picked: readonly Temporal.Instant[],
  shown: SuggestShown,
): Response | Promise<Response> {
  const { locale, host } = view
  const words = requestText(locale)
  const title = words.check(picked.length)
  const opened = sealOpened(c.var.deps.context.secret, view, 'suggest')
  return manageFrame(
    c,
    view,
    { title, status: shown.status, failed: shown.problem !== undefined || shown.notice !== undefined },
    <Stack gap="section">
      {shown.problem ? (
        <ErrorSummary
          heading={askText(locale).problem}
          problems={[{ href: `#${fieldId('reason')}`, text: shown.problem }]}
        />
      ) : null}
      {shown.notice ? (
        <Banner kind="warn" title={shown.notice.title}>
          {shown.notice.line}
        </Banner>
      ) : null}
      <PageHeading
        title={title}
        lead={words.replaces}
        back={{ href: linksOf(view).manage(), label: words.back }}
      />
      <Card heading={words.suggestions} kind="sunken">
        <DetailsList rows={rowsToCheck(view, picked)} />
      </Card>
      <form method="post" action={linksOf(view).suggest()} id="suggest" novalidate>
        <HiddenFields fields={{ opened, starts: startsAsText(picked) }} />
        <TextArea
          id={fieldId('reason')}
          name="reason"
          label={words.anything}
          mark={askText(locale).optional}
          hint={words.readBy(host.name)}
          error={shown.problem}
          value={shown.reason}
          rows={2}
          maxlength={LONGEST_REASON}
        />
      </form>
      <StickyActions>
        <Button form="suggest" busyLabel={words.busy}>
          {words.submit(picked.length)}
        </Button>
      </StickyActions>
    </Stack>,
  )
}

function rowsToCheck(view: ManageView, picked: readonly Temporal.Instant[]): DetailsRow[] {
  const { booking, zone, host, locale } = view
  return suggestedRows({
    starts: picked,
    durationMinutes: booking.durationMinutes,
    isPackage: booking.sessions.length > 1,
    zone,
    other: host,
    now: booking.now,
    locale,
    takeOut: (index) => without(view, picked, index),
  })
}

/** The times as one hidden field, so that their order goes along. */
export function startsAsText(starts: readonly Temporal.Instant[]): string {
  return starts.map(String).join(' ')
}
