import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { bookingText } from '#messages/booking.ts'
import { picksText } from '#messages/packages.ts'
import { requestText } from '#messages/requests.ts'
import { paths } from '#paths.ts'
import { fromMinute, localDateOf } from '#platform/zones.ts'
import { meetsAtPlace, zoneOfPage } from '#domain/event-types/meeting-zone.ts'
import { Banner } from '#ui/banner.tsx'
import { ButtonLink } from '#ui/button.tsx'
import { PageHeading, Stack, SummaryLayout } from '#ui/layout.tsx'
import { StickyActions } from '#ui/sticky-actions.tsx'
import type { WebContext } from '../deps.ts'
import { findFree, freeBeside, nearestFree, type FreeTimes } from './booking-free.ts'
import { findOpenOffer, hostSeats, otherParty, type OpenOffer } from './booking-offer.tsx'
import { inOrder, isPackage, isRequest, timesToPick } from './booking-picking.ts'
import {
  fillFrom,
  FillNotice,
  PickedTimes,
  RepeatLinks,
  timesAddress,
  yoursThatDay,
  type ChoiceProps,
  type Picking,
} from './booking-picks.tsx'
import { offerMoney } from './booking-price.ts'
import { includesStart, readStarts, withStarts } from './booking-starts.ts'
import { NearestTimes } from './booking-nearest.tsx'
import { OfferSummary } from './booking-summary.tsx'
import { customerFrame } from './frame.tsx'
import { readPickerQuery, type PickerQuery } from './picker-query.ts'
import { prefillFields, withPrefill } from './prefill.ts'
import { SlotPicker } from './slot-picker.tsx'
import { waitableDays, type WaitableDays } from './waiting-days.ts'

/** P2: when. Of a package all times, one after the other (P6); where the team decides, those that are suggested. */
export async function timesPage(c: WebContext): Promise<Response> {
  const found = await findOpenOffer(c)
  if (!found.ok) return found.answer
  return showTimes(c, found.value, {})
}

/** Why the times are shown instead of what was asked for. */
interface Why {
  status?: ContentfulStatusCode
  notice?: { title: string; line: string }
  /** The picked time that is gone; times near it are one click away. */
  gone?: Temporal.Instant
}

/** The times with a word on why they are shown instead of what was asked for. */
export async function showTimes(c: WebContext, open: OpenOffer, why: Why): Promise<Response> {
  const { offer, locale, slug } = open
  const text = bookingText(locale)
  const query = lookingNear(readPickerQuery(c, zoneOfPage(offer), { locked: meetsAtPlace(offer) }), why.gone)
  const free = await findFree(c, open)
  const picking = pickingOf(c, open, free, query)
  const title = titleOf(open, picking.picked.length)
  const choice = { ...picking, open, query, free }
  const waitable = await waitableDays(c, open, free, query)
  const isComplete = picking.picked.length >= timesToPick(offer) && timesToPick(offer) > 1
  return customerFrame(
    c,
    {
      title: `${title}: ${offer.eventType.name}`,
      business: offer.organization,
      businessHref: paths.bookingPage(slug),
      locale,
      width: 'wide',
      index: why.status === undefined && !offer.organization.isSample,
      status: why.status ?? 200,
    },
    <Stack>
      {why.notice ? (
        <Banner kind="warn" title={why.notice.title}>
          <p>{why.notice.line}</p>
        </Banner>
      ) : null}
      <FillNotice {...choice} />
      <PageHeading
        title={title}
        lead={leadOf(open)}
        back={{ href: withPrefill(paths.bookingPage(slug), open.prefill), label: text.backToTypes }}
      />
      <SummaryLayout
        summary={
          <Stack>
            <OfferSummary offer={offer} locale={locale} />
            {timesToPick(offer) > 1 ? <PickedTimes {...choice} /> : null}
          </Stack>
        }
      >
        {isComplete ? null : <Choice {...choice} gone={why.gone} waitable={waitable} />}
      </SummaryLayout>
      <Standing {...choice} />
    </Stack>,
  )
}

// Times that went meanwhile, and those that cannot be had together, are simply picked again.
function pickingOf(c: WebContext, open: OpenOffer, free: FreeTimes, query: PickerQuery): Picking {
  const wanted = timesToPick(open.offer)
  if (wanted === 1) return { picked: [], filled: null }
  const named = readStarts((c.req.queries('start') ?? []).slice(0, wanted)) ?? []
  const once = named.filter(
    (start, index) =>
      includesStart(free.starts, start) && named.findIndex((other) => other.equals(start)) === index,
  )
  const { gone } = freeBeside(open, free, once)
  const picked = inOrder(
    open.offer,
    once.filter((start) => !gone.some((other) => other.equals(start))),
  )
  return fillFrom(c.req.query('fill'), open, free, query, picked) ?? { picked, filled: null }
}

function titleOf({ offer, locale }: OpenOffer, picked: number): string {
  const wanted = timesToPick(offer)
  const at = Math.min(wanted, picked + 1)
  if (isRequest(offer)) return requestText(locale).suggest(wanted, at)
  if (wanted === 1) return bookingText(locale).chooseTime
  const text = picksText(locale)
  return picked >= wanted ? text.complete(wanted) : text.heading(wanted, at)
}

function leadOf({ offer, locale }: OpenOffer): string | undefined {
  if (isRequest(offer) && timesToPick(offer) > 1)
    return isPackage(offer) ? requestText(locale).oneEach : requestText(locale).bestFirst
  return hostSeats(offer).length > 1 ? bookingText(locale).whenAllCanMeet : undefined
}

function Choice(
  props: ChoiceProps & { gone: Temporal.Instant | undefined; waitable: WaitableDays | undefined },
) {
  const { open, query, free, picked, gone } = props
  const { offer, locale, slug, eventType } = open
  return (
    <Stack>
      {gone ? (
        <NearestTimes
          nearest={nearestFree(open, free, picked, gone)}
          instead={gone}
          zone={query.zone}
          locale={locale}
          now={offer.now}
          hrefFor={(start) => nextStep(props, start)}
        />
      ) : null}
      <RepeatLinks {...props} />
      <SlotPicker
        starts={freeBeside(open, free, picked).starts}
        now={offer.now}
        until={free.until}
        query={query}
        locale={locale}
        business={offer.organization}
        hrefFor={(to) => withPrefill(withStarts(paths.times(slug, eventType, to), picked), open.prefill)}
        slot={(start) => ({ href: nextStep(props, fromMinute(start)) })}
        dayNote={(day) => yoursThatDay(props, day)}
        other={otherParty(offer)}
        likelyZones={[offer.organization.zone]}
        zoneLocked={meetsAtPlace(offer)}
        waitable={props.waitable}
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

/** Where a chosen time leads: to the next time of a package, on the day that is open, or on to the details. */
function nextStep({ open, query, picked }: ChoiceProps, start: Temporal.Instant): string {
  const { offer, slug, eventType, prefill } = open
  const starts = inOrder(offer, [...picked, start])
  if (starts.length < timesToPick(offer))
    return timesAddress(open, query, starts, { day: localDateOf(start, query.zone).toString() })
  const tz = query.zoneChosen ? { tz: query.zone } : {}
  return withPrefill(withStarts(paths.details(slug, eventType, tz), starts), prefill)
}

/** What stays in sight on a phone: how many are picked, what all cost, and the way on once they are complete. */
function Standing({ open, query, picked }: ChoiceProps) {
  const { offer, locale, slug, eventType, prefill } = open
  const wanted = timesToPick(offer)
  if (wanted === 1 || picked.length === 0) return null
  const text = picksText(locale)
  const tz = query.zoneChosen ? { tz: query.zone } : {}
  return (
    <StickyActions
      amount={{ label: text.soFar(picked.length, wanted), value: offerMoney(offer, locale).price }}
    >
      {picked.length < wanted ? null : (
        <ButtonLink
          kind="primary"
          href={withPrefill(withStarts(paths.details(slug, eventType, tz), picked), prefill)}
        >
          {text.goOn(wanted)}
        </ButtonLink>
      )}
    </StickyActions>
  )
}
