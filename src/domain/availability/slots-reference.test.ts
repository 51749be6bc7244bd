import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromMinute, toMinute } from '#platform/zones.ts'
import type { OwnerTime, SlotQuestion, SlotRules } from './slot-question.ts'
import { checkStart, fillSeats, ownersFreeAt, slots } from './slots.ts'

/**
 * The engine against a slow program that follows the sentences of the rules one by one: it asks `Temporal` what the
 * clock on the wall shows for every minute of every session, and tries every way to fill the seats.
 *
 * Seen to fail when buffers were swapped, when the horizon's last minute was left out, when an override of the day
 * before was used after midnight, when a week began on Sunday, when steps were counted in UTC, and when the engine
 * did not look whether pools share members.
 */
test('the engine offers exactly what the rules say', { timeout: 60_000 }, () => {
  let offered = 0
  let refused = 0
  fc.assert(
    fc.property(questions(), (question) => {
      const expected = referenceStarts(question)
      expect(Array.from(slots(question).starts, show)).toEqual(expected.map(show))
      const chosen = new Set(expected)
      const disputed: string[] = []
      for (let start = question.fromMinute; start < question.toMinute; start += 5) {
        const isOffered = chosen.has(start)
        if (checkStart(question, start).ok !== isOffered) disputed.push(show(start))
        if (isOffered) offered++
        else refused++
      }
      expect(disputed).toEqual([])
      for (const start of expected.slice(0, 5)) {
        const free = question.owners.flatMap((owner, i) => (isFree(question, owner, start) ? [i] : []))
        const seated = new Set(question.seats.flatMap((seat) => seat.candidates))
        expect([...ownersFreeAt(question, start)!].toSorted()).toEqual(free.filter((i) => seated.has(i)))
        expectSeated(question, start, free)
      }
    }),
    { numRuns: 400 },
  )
  // A property about empty answers would prove nothing.
  expect(offered).toBeGreaterThan(500)
  expect(refused).toBeGreaterThan(500)
})

const show = (start: number) => fromMinute(start).toString()
const dateTimes = new Map<string, Temporal.PlainDateTime>()

/** What the wall shows. Clocks of our time change on quarters of an hour only, so one look a quarter is enough. */
function wallAt(zone: string, moment: number): { date: string; minuteOfDay: number } {
  const quarter = Math.floor(moment / 15) * 15
  const key = `${zone} ${quarter}`
  const shown = dateTimes.get(key) ?? fromMinute(quarter).toZonedDateTimeISO(zone).toPlainDateTime()
  dateTimes.set(key, shown)
  return {
    date: shown.toPlainDate().toString(),
    minuteOfDay: shown.hour * 60 + shown.minute + (moment - quarter),
  }
}

function referenceStarts(question: SlotQuestion): number[] {
  const { rules, nowMinute, owners, seats } = question
  const starts: number[] = []
  for (let start = question.fromMinute; start < question.toMinute; start++) {
    if (start < nowMinute || start - nowMinute < rules.minimumNoticeMinutes) continue
    if (start - nowMinute > rules.horizonDays * 24 * 60) continue
    const primary = owners[seats[0]!.candidates[0]!]!
    if (wallAt(primary.zone, start).minuteOfDay % rules.stepMinutes !== 0) continue
    const pools = seats.map((seat) => seat.candidates.filter((i) => isFree(question, owners[i]!, start)))
    if (canSeat(pools, [])) starts.push(start)
  }
  return starts
}

/** Tries every way to give each pool somebody who is not seated yet. */
function canSeat([pool, ...others]: number[][], seated: number[]): boolean {
  if (!pool) return true
  return pool.some((owner) => !seated.includes(owner) && canSeat(others, [...seated, owner]))
}

function isFree({ rules }: SlotQuestion, owner: OwnerTime, start: number): boolean {
  for (let moment = start; moment < start + rules.durationMinutes; moment++) {
    if (!isWorked(owner, moment)) return false
  }
  for (let i = 0; i < owner.busyFrom.length; i++) {
    for (let moment = owner.busyFrom[i]!; moment < owner.busyTo[i]!; moment++) {
      const padded = start - rules.bufferBeforeMinutes <= moment
      if (padded && moment < start + rules.durationMinutes + rules.bufferAfterMinutes) return false
    }
  }
  const same = (period: (moment: number) => string) =>
    Array.from(owner.capStarts).filter((other) => period(other) === period(start)).length
  if (rules.dailyCap !== null && same((moment) => wallAt(owner.zone, moment).date) >= rules.dailyCap)
    return false
  return (
    rules.weeklyCap === null || same((moment) => weekOf(wallAt(owner.zone, moment).date)) < rules.weeklyCap
  )
}

function isWorked(owner: OwnerTime, moment: number): boolean {
  const { date, minuteOfDay } = wallAt(owner.zone, moment)
  const override = owner.overrides.find((other) => other.date === date)
  const weekday = Temporal.PlainDate.from(date).dayOfWeek
  const spans = override ? override.spans : owner.weekly.filter((span) => span.weekday === weekday)
  return spans.some((span) => span.fromMinute <= minuteOfDay && minuteOfDay < span.toMinute)
}

function weekOf(date: string): string {
  const { yearOfWeek, weekOfYear } = Temporal.PlainDate.from(date)
  return `${yearOfWeek} week ${weekOfYear}`
}

/** Everybody on a seat is a free candidate of it, nobody sits twice, and the first seat has the best it could have. */
function expectSeated(question: SlotQuestion, start: number, free: number[]) {
  const preference = (i: number) => (i * 7 + start) % 5
  const filled = fillSeats(question, start, preference)!
  const seated = question.seats.map((seat) =>
    question.owners.findIndex((owner) => owner.ownerId === filled.get(seat.seatId)),
  )
  expect(new Set(seated).size).toBe(question.seats.length)
  const pools = question.seats.map((seat) => seat.candidates.filter((i) => free.includes(i)))
  seated.forEach((owner, position) => expect(pools[position]).toContain(owner))
  const possible = pools[0]!.filter((owner) => canSeat(pools.slice(1), [owner]))
  expect(preference(seated[0]!)).toBe(Math.min(...possible.map(preference)))
}

/** Zones with whole, half and quarter hours, changes by half an hour and two, at midnight and in Ramadan. */
const ZONES = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'America/Havana',
  'America/Santiago',
  'America/St_Johns',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Antarctica/Troll',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
]

function questions(): fc.Arbitrary<SlotQuestion> {
  return fc
    .record({
      year: fc.integer({ min: 2026, max: 2036 }),
      month: fc.integer({ min: 1, max: 12 }),
      zone: fc.constantFrom(...ZONES),
    })
    .chain(({ year, month, zone }) => {
      const begun = Temporal.PlainDate.from({ year, month, day: 1 }).toZonedDateTime(zone)
      const change = begun.getTimeZoneTransition('next') ?? begun
      return fc
        .integer({ min: -30, max: 6 })
        .chain((hours) => questionsFrom(toMinute(change.toInstant()) + hours * 60, zone))
    })
}

function questionsFrom(fromMinute: number, zone: string): fc.Arbitrary<SlotQuestion> {
  const ownerCount = fc.integer({ min: 1, max: 4 })
  return ownerCount.chain((count) => {
    const candidates = fc.uniqueArray(fc.nat({ max: count - 1 }), { minLength: 1, maxLength: count })
    return fc.record({
      fromMinute: fc.constant(fromMinute),
      toMinute: fc.integer({ min: 0, max: 2000 }).map((length) => fromMinute + length),
      nowMinute: fc.integer({ min: -1500, max: 500 }).map((distance) => fromMinute + distance),
      rules: rules(),
      owners: fc.tuple(...Array.from({ length: count }, (_, i) => ownerTime(i, fromMinute, zone))),
      seats: fc
        .array(candidates, { minLength: 1, maxLength: 3 })
        .map((seats) => seats.map((ofSeat, i) => ({ seatId: `seat ${i}`, candidates: ofSeat }))),
    })
  })
}

function rules(): fc.Arbitrary<SlotRules> {
  const cap = fc.constantFrom(null, null, null, null, 0, 1, 2, 3)
  return fc.record({
    durationMinutes: fc.constantFrom(5, 15, 30, 45, 60, 90, 240),
    stepMinutes: fc.constantFrom(5, 7, 10, 15, 20, 30, 45, 50, 60, 90),
    bufferBeforeMinutes: fc.constantFrom(0, 0, 5, 17),
    bufferAfterMinutes: fc.constantFrom(0, 0, 10, 23),
    minimumNoticeMinutes: fc.constantFrom(0, 0, 60, 333),
    horizonDays: fc.constantFrom(0, 1, 2, 60, 60, 60),
    dailyCap: cap,
    weeklyCap: cap,
  })
}

function ownerTime(position: number, fromMinute: number, zone: string): fc.Arbitrary<OwnerTime> {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 287 }), fc.integer({ min: 1, max: 288 }))
    .map(([from, length]) => ({
      fromMinute: from * 5,
      toMinute: Math.min(1440, (from + length) * 5),
    }))
  const shift = fc.constantFrom(
    { fromMinute: 0, toMinute: 1440 },
    { fromMinute: 0, toMinute: 1440 },
    { fromMinute: 120, toMinute: 180 },
    { fromMinute: 540, toMinute: 1020 },
  )
  const spans = fc.array(fc.oneof(span, shift), { maxLength: 3 })
  const dates = [...new Set([-1440, 0, 1440].map((distance) => wallAt(zone, fromMinute + distance).date))]
  const moment = fc.integer({ min: -300, max: 2400 }).map((distance) => fromMinute + distance)
  return fc
    .record({
      zone: fc.oneof(fc.constant(zone), fc.constantFrom(...ZONES)),
      week: fc.array(spans, { minLength: 7, maxLength: 7 }),
      overrides: fc
        .subarray(dates)
        .chain((chosen) =>
          fc.tuple(...chosen.map((date) => spans.map((ofDate) => ({ date, spans: ofDate })))),
        ),
      busy: fc.array(fc.tuple(moment, fc.constantFrom(0, 1, 15, 60, 200)), { maxLength: 6 }),
      capStarts: fc.array(moment, { maxLength: 4 }),
    })
    .map(({ zone: ownZone, week, overrides, busy, capStarts }) => ({
      ownerId: `owner ${position}`,
      zone: ownZone,
      weekly: week.flatMap((ofDay, i) => ofDay.map((worked) => ({ weekday: i + 1, ...worked }))),
      overrides,
      busyFrom: Int32Array.from(busy, ([from]) => from),
      busyTo: Int32Array.from(busy, ([from, length]) => from + length),
      capStarts: Int32Array.from(capStarts),
    }))
}
