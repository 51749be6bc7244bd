import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { bookingText } from '#messages/booking.ts'
import { shortWhen } from '#messages/dates.ts'
import { paths } from '#paths.ts'
import { fromMinute, localDateOf } from '#platform/zones.ts'
import { meetsAtPlace, zoneOfPage } from '#domain/event-types/meeting-zone.ts'
import { Banner } from '#ui/banner.tsx'
import { ButtonLink } from '#ui/button.tsx'
import { PageHeading, Stack, SummaryLayout } from '#ui/layout.tsx'
import type { WebContext } from '../deps.ts'
import { findOpenOffer, freeStarts, hostSeats, otherParty, type OpenOffer } from './booking-offer.tsx'
import { besides, includesStart, readStarts, withStarts } from './booking-starts.ts'
import { OfferSummary } from './booking-summary.tsx'
import { customerFrame } from './frame.tsx'
import { readPickerQuery, type PickerQuery } from './picker-query.ts'
import { prefillFields, withPrefill } from './prefill.ts'
import { SlotPicker } from './slot-picker.tsx'

/** P2: when. */
export async function timesPage(c: WebContext): Promise<Response> {
  const found = await findOpenOffer(c)
  if (!found.ok) return found.answer
  return showTimes(c, found.value, {})
}

/** The times with a word on why they are shown instead of what was asked for. */
export async function showTimes(
  c: WebContext,
  open: OpenOffer,
  why: { status?: ContentfulStatusCode; notice?: { title: string; line: string }; near?: Temporal.Instant },
): Promise<Response> {
  const { offer, locale, slug } = open
  const text = bookingText(locale)
  const query = lookingNear(readPickerQuery(c, zoneOfPage(offer), { locked: meetsAtPlace(offer) }), why.near)
  const { starts, until } = await freeStarts(c, open)
  const { sessionCount } = offer.eventType
  const picked = sessionCount > 1 ? pickedSoFar(c, starts, sessionCount) : []
  const title = sessionCount > 1 ? text.pickTimes(sessionCount, picked.length + 1) : text.chooseTime
  const frame = {
    title: `${title}: ${offer.eventType.name}`,
    business: offer.organization,
    businessHref: paths.bookingPage(slug),
    locale,
    width: 'wide' as const,
    index: why.status === undefined && !offer.organization.isSample,
    status: why.status ?? 200,
  }
  return customerFrame(
    c,
    frame,
    <Stack>
      {why.notice ? (
        <Banner kind="warn" title={why.notice.title}>
          <p>{why.notice.line}</p>
        </Banner>
      ) : null}
      <PageHeading
        title={title}
        lead={hostSeats(offer).length > 1 ? text.whenAllCanMeet : undefined}
        back={{ href: withPrefill(paths.bookingPage(slug), open.prefill), label: text.backToTypes }}
      />
      <SummaryLayout summary={<OfferSummary offer={offer} locale={locale} />}>
        <Choice open={open} query={query} starts={starts} until={until} picked={picked} />
      </SummaryLayout>
    </Stack>,
  )
}

interface ChoiceProps {
  open: OpenOffer
  query: PickerQuery
  starts: Int32Array
  until: Temporal.Instant
  /** The times of a package that were picked before this one. */
  picked: Temporal.Instant[]
}

function Choice({ open, query, starts, until, picked }: ChoiceProps) {
  const { offer, locale, slug, eventType } = open
  return (
    <Stack>
      {picked.length > 0 ? <Picked open={open} picked={picked} query={query} /> : null}
      <SlotPicker
        starts={besides(starts, picked, takenMinutes(open))}
        now={offer.now}
        until={until}
        query={query}
        locale={locale}
        business={offer.organization}
        hrefFor={(to) => withPrefill(withStarts(paths.times(slug, eventType, to), picked), open.prefill)}
        slot={(start) => ({ href: nextStep(open, query, [...picked, fromMinute(start)]) })}
        other={otherParty(offer)}
        likelyZones={[offer.organization.zone]}
        zoneLocked={meetsAtPlace(offer)}
        keep={[
          ...picked.map((start) => ({ name: 'start', value: start.toString() })),
          ...prefillFields(open.prefill),
        ]}
      />
    </Stack>
  )
}

// Whoever lost a time sees the day it was on, unless the address asks for another one.
function lookingNear(query: PickerQuery, near: Temporal.Instant | undefined): PickerQuery {
  if (!near || query.month) return query
  const day = localDateOf(near, query.zone)
  return { ...query, day, month: day.toPlainYearMonth() }
}

/** Where a chosen time leads: to the next time of a package, or on to the details. */
function nextStep(
  { offer, slug, eventType, prefill }: OpenOffer,
  query: PickerQuery,
  starts: Temporal.Instant[],
): string {
  const tz = query.zoneChosen ? { tz: query.zone } : {}
  const done = starts.length >= offer.eventType.sessionCount
  const address = done ? paths.details(slug, eventType, tz) : paths.times(slug, eventType, tz)
  return withPrefill(withStarts(address, starts), prefill)
}

// Times that went meanwhile are simply picked again.
function pickedSoFar(c: WebContext, free: Int32Array, wanted: number): Temporal.Instant[] {
  const starts = readStarts((c.req.queries('start') ?? []).slice(0, wanted - 1)) ?? []
  return starts.filter(
    (start, index) =>
      includesStart(free, start) && starts.findIndex((other) => other.equals(start)) === index,
  )
}

function takenMinutes({ offer }: OpenOffer): number {
  const { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes } = offer.eventType
  return durationMinutes + bufferBeforeMinutes + bufferAfterMinutes
}

function Picked({
  open,
  picked,
  query,
}: {
  open: OpenOffer
  picked: readonly Temporal.Instant[]
  query: PickerQuery
}) {
  const text = bookingText(open.locale)
  return (
    <Banner
      kind="ok"
      title={text.picked}
      action={
        <ButtonLink
          kind="link"
          href={withPrefill(
            paths.times(open.slug, open.eventType, query.zoneChosen ? { tz: query.zone } : {}),
            open.prefill,
          )}
        >
          {text.startOver}
        </ButtonLink>
      }
    >
      <ol>
        {picked.map((start) => (
          <li>{shortWhen(start, query.zone, open.locale, open.offer.now)}</li>
        ))}
      </ol>
    </Banner>
  )
}
