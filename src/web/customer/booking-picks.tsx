import { clockTime, shortDate } from '#messages/dates.ts'
import { picksText } from '#messages/packages.ts'
import { requestText } from '#messages/requests.ts'
import { paths } from '#paths.ts'
import { localDateOf } from '#platform/zones.ts'
import { canHaveAll } from '#domain/bookings/package-times.ts'
import { Banner } from '#ui/banner.tsx'
import { ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { Row, Section, Stack } from '#ui/layout.tsx'
import { Picks } from '#ui/picks.tsx'
import { fillRest, type Repeat } from './booking-fill.ts'
import type { FreeTimes } from './booking-free.ts'
import type { OpenOffer } from './booking-offer.tsx'
import { isPackage, isRequest, timesToPick } from './booking-picking.ts'
import { offerMoney } from './booking-price.ts'
import { withStarts } from './booking-starts.ts'
import type { PickerQuery } from './picker-query.ts'
import { withPrefill } from './prefill.ts'

/** What is picked so far, and how it came about. */
export interface Picking {
  picked: Temporal.Instant[]
  /** What one click on "the same time each week" added, and what it could not have. */
  filled: { added: Temporal.Instant[]; skipped: Temporal.Instant[] } | null
}

export interface ChoiceProps extends Picking {
  open: OpenOffer
  query: PickerQuery
  free: FreeTimes
}

/** Days that could not be had are named as long as they can be read at a glance. */
const MOST_NAMED = 4

/** What is picked, always in sight: each time with a way to take it out again, and the price of all (ux P6). */
export function PickedTimes({ open, query, picked }: ChoiceProps) {
  const { offer, locale } = open
  const text = picksText(locale)
  const wanted = timesToPick(offer)
  const sameDay = (start: Temporal.Instant) =>
    picked.filter((other) => localDateOf(other, query.zone).equals(localDateOf(start, query.zone))).length
  const picks = picked.map((start) => {
    const day = shortDate(start, query.zone, locale, offer.now)
    const time = clockTime(start, query.zone, locale)
    const others = picked.filter((other) => other !== start)
    return {
      datetime: start.toString(),
      day,
      time,
      hint: sameDay(start) > 1 ? text.onThisDay(sameDay(start)) : undefined,
      out: { href: timesAddress(open, query, others), name: `${text.takeOut} ${day}, ${time}` },
    }
  })
  const isDone = picked.length >= wanted
  return (
    <Card
      id="picked"
      heading={isRequest(offer) ? requestText(locale).suggestions : text.list}
      kind="plain"
      action={<span class="quiet small">{text.soFar(picked.length, wanted)}</span>}
    >
      <Stack gap="tight">
        {picks.length > 0 ? <Picks label={text.list} picks={picks} /> : <p class="quiet">{text.none}</p>}
        {isDone ? <p class="quiet small">{text.change}</p> : null}
        {isPackage(offer) ? (
          <p class="quiet">
            {text.total} <b class="numbers">{offerMoney(offer, locale).price}</b>
          </p>
        ) : null}
        {picked.length > 1 ? (
          <p>
            <a href={timesAddress(open, query, [])}>{text.startOver}</a>
          </p>
        ) : null}
      </Stack>
    </Card>
  )
}

/** This page with these times picked; it opens at the list of them. */
export function timesAddress(
  open: OpenOffer,
  query: PickerQuery,
  starts: readonly Temporal.Instant[],
  more: { day?: string; fill?: Repeat } = {},
): string {
  const { slug, eventType, prefill } = open
  const { fill, ...day } = more
  const tz = query.zoneChosen ? { tz: query.zone } : {}
  const address = withPrefill(withStarts(paths.times(slug, eventType, { ...tz, ...day }), starts), prefill)
  // What was picked at one click is told at the top of the page.
  if (fill) return `${address}${address.includes('?') ? '&' : '?'}fill=${fill}`
  return starts.length > 0 ? `${address}#picked` : address
}

/** One click for all that are left: the same weekday and hour, or the same hour on the next days. */
export function RepeatLinks({ open, query, picked }: ChoiceProps) {
  const { offer, locale } = open
  const left = timesToPick(offer) - picked.length
  // One that is left among several is sooner picked than explained.
  if (!isPackage(offer) || picked.length === 0 || left < 1 || (left === 1 && picked.length > 1)) return null
  const text = picksText(locale)
  const to = (fill: Repeat) => timesAddress(open, query, picked, { fill })
  return (
    <Section heading={text.repeat}>
      <Row>
        <ButtonLink href={to('week')} icon="calendar-days">
          {text.fillWeek(picked.length === 1)}
        </ButtonLink>
        <ButtonLink href={to('day')}>{text.fillDay}</ButtonLink>
      </Row>
    </Section>
  )
}

/** The picked times with those that one click adds, or null where nothing is to be added. */
export function fillFrom(
  fill: string | undefined,
  { offer }: OpenOffer,
  { loaded, until }: FreeTimes,
  { zone }: PickerQuery,
  picked: readonly Temporal.Instant[],
): Picking | null {
  if ((fill !== 'week' && fill !== 'day') || !isPackage(offer) || !loaded || picked.length === 0) return null
  const rule = { repeat: fill as Repeat, wanted: timesToPick(offer), zone, until }
  const { starts, added, skipped } = fillRest(picked, rule, (all) => canHaveAll(loaded, all))
  return { picked: starts, filled: { added, skipped } }
}

/** What one click has picked, and which days could not be had. */
export function FillNotice({ open, query, picked, filled }: ChoiceProps) {
  if (!filled) return null
  const { offer, locale } = open
  const text = picksText(locale)
  const { added, skipped } = filled
  const left = timesToPick(offer) - picked.length
  const named = skipped.slice(0, MOST_NAMED)
  return (
    <Banner
      kind={left === 0 ? 'ok' : 'info'}
      title={added.length > 0 ? text.filled(added.length) : text.nothingFilled}
    >
      {skipped.length === 0 ? null : skipped.length <= MOST_NAMED ? (
        <p>{text.skipped(named, query.zone, offer.now)}</p>
      ) : (
        <p>{text.skippedMany(skipped.length)}</p>
      )}
      <p>{left > 0 ? text.rest(left) : text.filledAll}</p>
    </Banner>
  )
}

/** What of one's own lies on a day, and why times near it are missing. */
export function yoursThatDay(
  { open, query, picked }: ChoiceProps,
  day: Temporal.PlainDate,
): string | undefined {
  const own = picked.filter((start) => localDateOf(start, query.zone).equals(day))
  return own.length > 0 && isPackage(open.offer)
    ? picksText(open.locale).yoursThatDay(own, query.zone)
    : undefined
}
