import { joinText } from '#messages/waitlist.ts'
import { paths } from '#paths.ts'
import { hasWaitlist } from '#domain/waitlist/entry.ts'
import { fullDates } from '#domain/waitlist/full-days.ts'
import type { WebContext } from '../deps.ts'
import type { FreeTimes } from './booking-free.ts'
import type { OpenOffer } from './booking-offer.tsx'
import type { PickerQuery } from './picker-query.ts'

/** How the choice of times offers the waiting list: for days that are full, and where nothing is free at all. */
export interface WaitableDays {
  /** Dates that are full. */
  dates: ReadonlySet<string>
  /** What a full day is called for the ear. */
  nameOf: (day: Temporal.PlainDate) => string
  /** Said in place of its times. */
  headingOf: (day: Temporal.PlainDate) => string
  line: string
  /** Said over the ways to go on where nothing is free at all. */
  waitOrAsk: string
  /** The way to the list; without a day it is for any. */
  linkFor: (day: Temporal.PlainDate | null) => { href: string; label: string }
}

/** The waiting list of an event type, or nothing where there is none. Reads only. */
export async function waitableDays(
  c: WebContext,
  { scope, offer, locale, slug, eventType }: OpenOffer,
  { loaded, starts }: FreeTimes,
  query: PickerQuery,
): Promise<WaitableDays | undefined> {
  if (!hasWaitlist(offer.eventType) || !loaded) return undefined
  const text = joinText(locale)
  const dates = await fullDates(c.var.deps.context.reader, scope, loaded, starts, query.zone)
  // Where nobody works nothing can become free.
  if (starts.length === 0 && dates.size === 0) return undefined
  const tz = query.zoneChosen ? { tz: query.zone } : {}
  return {
    dates,
    nameOf: text.dayFull,
    headingOf: text.fullDay,
    line: text.fullDayLine,
    waitOrAsk: text.waitOrAsk,
    linkFor: (day) => ({
      href: paths.joinWaitlist(slug, eventType, { ...tz, ...(day ? { day: day.toString() } : {}) }),
      label: day ? text.linkForDay(day) : text.link,
    }),
  }
}
