import type { Locale } from '#messages/locale.ts'
import { clocksDiffer } from '#messages/dates.ts'
import { timesText } from '#messages/times.ts'
import { slotsByLocalDate } from '#domain/availability/slots-by-date.ts'
import { fromMinute, localDateOf, utcMinuteOf, wallMinuteOf } from '#platform/zones.ts'
import { Banner } from '#ui/banner.tsx'
import { ButtonLink } from '#ui/button.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { Row, Section, Stack } from '#ui/layout.tsx'
import { MonthGrid } from '#ui/month-grid.tsx'
import { SlotLinks, SlotList, type Slot, type SlotGroup } from '#ui/slot-list.tsx'
import { ZoneControl, ZoneHint } from '#ui/zone-control.tsx'
import type { Business } from './frame.tsx'
import { monthOf, type Period } from './month-of.ts'
import type { PickerQuery } from './picker-query.ts'
import type { WaitableDays } from './waiting-days.ts'
import { zoneOptions } from './zone-options.ts'

export interface SlotPickerProps {
  /** Every start that is free from now to `until`, as ascending UTC minutes: counts and "first free" come from it. */
  starts: Int32Array | readonly number[]
  now: Temporal.Instant
  /** The last moment that was searched; months after it cannot be turned to. */
  until: Temporal.Instant
  query: PickerQuery
  locale: Locale
  business: Business
  /** This page with another month, day or zone. */
  hrefFor: (query: { month?: string; day?: string; tz?: string }) => string
  /** Where a start leads (`href`), and what is said beside it. */
  slot: (startMinute: number) => Partial<Pick<Slot, 'href' | 'note' | 'spokenNote' | 'checked'>>
  /** With a name the times are radio buttons of the form around the picker; without, each is a link. */
  radioName?: string
  /** A sentence about one day, such as what the customer has picked on it already. */
  dayNote?: (day: Temporal.PlainDate) => string | undefined
  /** The start the customer has now; it is marked. */
  currentStart?: number
  /** The other party, whose clock is shown where it differs. */
  other?: { name: string; zone: string }
  /** Further zones that the reader may want. */
  likelyZones?: readonly string[]
  /** True where people meet at a place: its clock is the only one. */
  zoneLocked?: boolean
  /** Days that people can wait for. */
  waitable?: WaitableDays | undefined
  /** What else the address of this page must keep, such as `do` or `session`. */
  keep?: readonly { name: string; value: string }[]
}

/** Choosing a time: zone, month with counts, first free time, times of one day. Works as plain links. */
export function SlotPicker(props: SlotPickerProps) {
  const view = viewOf(props)
  const text = timesText(props.locale)
  const { zone } = props.query
  return (
    <Stack>
      <Notices {...props} period={view.period} />
      <Zone {...props} period={view.period} />
      {view.first === undefined ? (
        <NothingFree {...props} />
      ) : (
        <>
          <Row>
            <ButtonLink
              kind="quiet"
              href={props.slot(view.first).href ?? dayHref(props, view.first)}
              icon="clock"
            >
              {text.firstFree(fromMinute(view.first), zone, props.now)}
            </ButtonLink>
          </Row>
          <MonthGrid {...monthOf(props, view.byDate, view.period)} />
          <Times {...props} {...view} />
        </>
      )}
    </Stack>
  )
}

interface View {
  byDate: Map<string, Int32Array>
  period: Period
  first: number | undefined
  day: Temporal.PlainDate | null
}

// Days and months outside what was searched count as not asked for; the notice above the month says so.
function viewOf({ starts, now, until, query, currentStart }: SlotPickerProps): View {
  const all = starts instanceof Int32Array ? starts : Int32Array.from(starts)
  const byDate = slotsByLocalDate(all, query.zone)
  const [today, last] = [localDateOf(now, query.zone), localDateOf(until, query.zone)]
  const inside = (date: Temporal.PlainDate) => isBetween(today, date, last)
  const asked =
    query.month && isBetween(today.with({ day: 1 }), query.month.toPlainDate({ day: 1 }), last)
      ? query.month
      : null
  const askedDay = query.day && inside(query.day) ? query.day : null
  const firstDate = [...byDate.keys()][0]
  const first = firstDate ? Temporal.PlainDate.from(firstDate) : null
  const month = asked ?? (first ?? today).toPlainYearMonth()
  const firstOfMonth = [...byDate.keys()].find((date) => date.startsWith(month.toString()))
  const day = askedDay ?? (firstOfMonth ? Temporal.PlainDate.from(firstOfMonth) : null)
  const outside = (query.month !== null && !asked) || (query.day !== null && !askedDay)
  return {
    byDate,
    period: { today, last, month, day, outside },
    first: all.find((start) => start !== currentStart),
    day,
  }
}

function Notices({ query, locale, period }: SlotPickerProps & { period: Period }) {
  const text = timesText(locale)
  const lines = [
    ...(query.unreadable.includes('zone') ? [text.unknownZone(query.zone)] : []),
    ...(query.unreadable.includes('date') || period.outside ? [text.unknownDate] : []),
  ]
  if (lines.length === 0) return null
  return (
    <Banner kind="info" title={text.notice}>
      {lines.map((line) => (
        <p>{line}</p>
      ))}
    </Banner>
  )
}

function Zone(props: SlotPickerProps & { period: Period }) {
  const { query, locale, now, period } = props
  const text = timesText(locale)
  if (props.zoneLocked) return <p class="quiet">{text.lockedZone(query.zone, now)}</p>
  const day = period.day?.toString()
  const keep = [
    ...(props.keep ?? []),
    ...(query.day && day
      ? [{ name: 'day', value: day }]
      : query.month
        ? [{ name: 'month', value: period.month.toString() }]
        : []),
  ]
  const likely = [query.zone, ...(props.other ? [props.other.zone] : []), ...(props.likelyZones ?? [])]
  // The place holder must survive the encoding of links, because the browser looks for its braces.
  const hint = props.hrefFor({ tz: 'ZONE' }).replace('ZONE', '{zone}')
  return (
    <Stack gap="tight">
      <ZoneHint
        zone={query.zone}
        text={text.showingZone(query.zone)}
        linkText={text.useOwnZone}
        href={hint}
      />
      <ZoneControl
        action={props.hrefFor({}).split('?')[0]!}
        label={text.zoneLabel}
        value={query.zone}
        groups={zoneOptions(likely, now, locale)}
        submitLabel={text.showZone}
        keep={keep}
      />
    </Stack>
  )
}

function Times(props: SlotPickerProps & View) {
  const { day, byDate, query, locale } = props
  const text = timesText(locale)
  const free = day ? [...(byDate.get(day.toString()) ?? [])] : []
  if (!day || free.length === 0) return <NothingThatDay {...props} />
  const groups = groupsOf(props, free, text.day(day))
  const { other } = props
  const first = fromMinute(free[0]!)
  const note = props.dayNote?.(day)
  return (
    <Section heading={text.day(day)} id="times">
      {other && clocksDiffer(first, query.zone, other.zone) ? (
        <p class="quiet small">{text.otherClock(first, query.zone, other)}</p>
      ) : null}
      {note ? <p class="quiet small">{note}</p> : null}
      {props.radioName ? <SlotList name={props.radioName} groups={groups} /> : <SlotLinks groups={groups} />}
    </Section>
  )
}

function groupsOf(props: SlotPickerProps, free: readonly number[], day: string): SlotGroup[] {
  const text = timesText(props.locale)
  const { zone } = props.query
  const part = (start: number) => {
    const hour = Math.floor((((wallMinuteOf(zone, start) % 1440) + 1440) % 1440) / 60)
    return hour < 12 ? 'morning' : hour < 17 ? 'afternoon' : 'evening'
  }
  const toSlot = (start: number): Slot => {
    const instant = fromMinute(start)
    const shownTwice = utcMinuteOf(zone, wallMinuteOf(zone, start)).kind === 'ambiguous'
    return {
      value: instant.toString(),
      datetime: instant.toString(),
      label: text.slot(instant, zone, shownTwice),
      own: start === props.currentStart ? text.ownTime : undefined,
      ...props.slot(start),
    }
  }
  return (['morning', 'afternoon', 'evening'] as const)
    .map((name) => ({
      legend: text.partsOfDay[name],
      day,
      slots: free.filter((start) => part(start) === name).map(toSlot),
    }))
    .filter((group) => group.slots.length > 0)
}

function NothingThatDay(props: SlotPickerProps & View) {
  const { day, period, query, now, locale } = props
  const text = timesText(locale)
  const isFull = day !== null && (props.waitable?.dates.has(day.toString()) ?? false)
  const wanted = (day ?? period.month.toPlainDate({ day: 1 })).toString()
  const dates = [...props.byDate.keys()]
  const later = dates.find((date) => date > wanted)
  const date = later ?? dates.findLast((entry) => entry < wanted)!
  const start = props.byDate.get(date)![0]!
  const instant = fromMinute(start)
  return (
    <div id="times">
      <EmptyPanel
        heading={
          isFull
            ? props.waitable!.headingOf(day)
            : day
              ? text.nothingThatDay(day)
              : text.nothingThatMonth(period.month)
        }
        action={
          <>
            <ButtonLink href={dayHref(props, start)}>{text.showDay(instant, query.zone)}</ButtonLink>
            {isFull ? <WaitLink waitable={props.waitable!} day={day} /> : null}
          </>
        }
      >
        {later ? text.nextFree(instant, query.zone, now) : text.onlyBefore(instant, query.zone, now)}{' '}
        {isFull ? props.waitable!.line : null}
      </EmptyPanel>
    </div>
  )
}

function WaitLink(props: { waitable: WaitableDays; day: Temporal.PlainDate | null; kind?: 'primary' }) {
  const { waitable, day, kind } = props
  const { href, label } = waitable.linkFor(day)
  return (
    <ButtonLink href={href} kind={kind} icon={kind && 'clock'}>
      {label}
    </ButtonLink>
  )
}

function NothingFree({ until, query, business, locale, waitable }: SlotPickerProps) {
  const text = timesText(locale)
  const { contactPhone: phone, contactEmail: mail } = business
  const contacts = (
    <>
      {waitable ? <WaitLink waitable={waitable} day={null} kind="primary" /> : null}
      {phone ? (
        <ButtonLink href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`} icon="phone" target="_top">
          {text.call(phone)}
        </ButtonLink>
      ) : null}
      {mail ? (
        <ButtonLink href={`mailto:${encodeURI(mail)}`} icon="mail" target="_top">
          {text.write}
        </ButtonLink>
      ) : null}
    </>
  )
  return (
    <EmptyPanel heading={text.nothingFree} action={waitable || phone || mail ? contacts : undefined}>
      {text.nothingFreeLine(until, query.zone)}{' '}
      {waitable ? waitable.waitOrAsk : phone || mail ? text.askBusiness : null}
    </EmptyPanel>
  )
}

function dayHref(props: SlotPickerProps, start: number): string {
  const day = localDateOf(fromMinute(start), props.query.zone)
  const tz = props.query.zoneChosen ? { tz: props.query.zone } : {}
  return `${props.hrefFor({ month: day.toPlainYearMonth().toString(), day: day.toString(), ...tz })}#month`
}

function isBetween(from: Temporal.PlainDate, date: Temporal.PlainDate, to: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(from, date) <= 0 && Temporal.PlainDate.compare(date, to) <= 0
}
