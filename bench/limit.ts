import type { OwnerTime } from '../src/domain/availability/slot-question.ts'
import { INVITEE_ZONE, type SlotCase } from './slot-cases.ts'

/**
 * The least work known for the same answer: half-hour steps on whole hours, weekdays from nine to five, nothing else.
 * No overrides, buffers, notice, horizon, caps or seats; memory is laid out beforehand and reused for every call.
 * Zone transitions are found once. What the product adds to this is the price of its rules.
 */
export function limitOf({ question, kind, days }: SlotCase): {
  starts: () => Int32Array
  json: () => string
} {
  const { fromMinute, toMinute, owners } = question
  const wordCount = Math.ceil((days * 48) / 32)
  const zones = [...new Set(owners.map((owner) => owner.zone))]
  const zoneOf = owners.map((owner) => zones.indexOf(owner.zone))
  const clocks = zones.map((zone) => clockOf(zone, fromMinute, toMinute))
  const invitee = clockOf(INVITEE_ZONE, fromMinute, toMinute)
  const hours = zones.map(() => new Int32Array(wordCount))
  const answer = new Int32Array(wordCount)
  const one = new Int32Array(wordCount)
  const found = new Int32Array(wordCount * 32)

  function compute(): number {
    for (let z = 0; z < zones.length; z++) markHours(hours[z]!, clocks[z]!, fromMinute, toMinute)
    if (kind === 'roundRobin') {
      answer.fill(0)
      for (let h = 0; h < owners.length; h++) {
        one.set(hours[zoneOf[h]!]!)
        clearBusy(one, owners[h]!, fromMinute, days * 48)
        for (let w = 0; w < wordCount; w++) answer[w]! |= one[w]!
      }
    } else {
      answer.set(hours[0]!)
      for (let z = 1; z < zones.length; z++) {
        const mask = hours[z]!
        for (let w = 0; w < wordCount; w++) answer[w]! &= mask[w]!
      }
      for (let h = 0; h < owners.length; h++) clearBusy(answer, owners[h]!, fromMinute, days * 48)
    }
    return listBits(answer, fromMinute, found)
  }
  return {
    starts: () => found.subarray(0, compute()),
    json: () => writeJson(found, compute(), invitee),
  }
}

/** Offsets of a zone: from minute `at[k]` on it is `east[k]` minutes ahead of UTC. */
interface Clock {
  at: number[]
  east: number[]
}

function clockOf(zone: string, fromMinute: number, toMinute: number): Clock {
  let moment: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(
    (fromMinute - 2880) * 60_000,
  ).toZonedDateTimeISO(zone)
  const clock: Clock = { at: [], east: [] }
  while (moment && moment.epochMilliseconds < (toMinute + 2880) * 60_000) {
    clock.at.push(moment.epochMilliseconds / 60_000)
    clock.east.push(moment.offsetNanoseconds / 60e9)
    moment = moment.getTimeZoneTransition('next')
  }
  return clock
}

function markHours(mask: Int32Array, clock: Clock, fromMinute: number, toMinute: number) {
  mask.fill(0)
  const lastDay = Math.ceil(toMinute / 1440)
  let k = 0
  for (let day = Math.floor(fromMinute / 1440) - 1; day <= lastDay; day++) {
    const weekday = (day + 4) % 7
    if (weekday === 0 || weekday === 6) continue
    // Clocks change at night, so one offset holds for a working day.
    while (k + 1 < clock.at.length && clock.at[k + 1]! + clock.east[k]! < day * 1440 + 540) k++
    const nine = day * 1440 + 540 - clock.east[k]!
    const first = Math.max(0, (nine - fromMinute) / 30)
    const end = Math.min(mask.length * 32, (Math.min(nine + 480, toMinute) - fromMinute) / 30)
    for (let bit = first; bit < end; bit++) mask[bit >> 5]! |= 1 << (bit & 31)
  }
}

function clearBusy(mask: Int32Array, { busyFrom, busyTo }: OwnerTime, fromMinute: number, bitCount: number) {
  for (let i = 0; i < busyFrom.length; i++) {
    const low = Math.max(0, ((busyFrom[i]! - fromMinute) / 30) | 0)
    const high = Math.min(bitCount - 1, ((busyTo[i]! - fromMinute - 1) / 30) | 0)
    const lowWord = low >> 5
    const highWord = high >> 5
    const lowBits = -1 << (low & 31)
    const highBits = -1 >>> (31 - (high & 31))
    // A busy hour is three bits at most, so it never spans more than two words.
    if (lowWord === highWord) mask[lowWord]! &= ~(lowBits & highBits)
    else {
      mask[lowWord]! &= ~lowBits
      mask[highWord]! &= ~highBits
    }
  }
}

function listBits(mask: Int32Array, fromMinute: number, found: Int32Array): number {
  let count = 0
  for (let w = 0; w < mask.length; w++) {
    const base = fromMinute + (w * 32 + 31) * 30
    for (let bits = mask[w]!; bits !== 0; bits &= bits - 1)
      found[count++] = base - Math.clz32(bits & -bits) * 30
  }
  return count
}

const TIMES = Array.from(
  { length: 1440 },
  (_, minute) =>
    Temporal.PlainTime.from('00:00').add({ minutes: minute }).toString().slice(0, 5) + ':00.000Z"}',
)
const dates: string[] = []

function dateOf(day: number): string {
  return (dates[day] ??= Temporal.PlainDate.from('1970-01-01').add({ days: day }).toString())
}

function writeJson(starts: Int32Array, count: number, clock: Clock): string {
  if (count === 0) return '{}'
  let json = ''
  let k = 0
  let localDay = -1
  let utcDay = -1
  let prefix = ''
  for (let i = 0; i < count; i++) {
    const start = starts[i]!
    while (k + 1 < clock.at.length && start >= clock.at[k + 1]!) k++
    const day = Math.floor((start + clock.east[k]!) / 1440)
    const dayInUtc = Math.floor(start / 1440)
    if (dayInUtc !== utcDay) {
      utcDay = dayInUtc
      prefix = '{"time":"' + dateOf(dayInUtc) + 'T'
    }
    if (day === localDay) json += ','
    else json += (localDay < 0 ? '{"' : '],"') + dateOf(day) + '":['
    localDay = day
    json += prefix + TIMES[start - dayInUtc * 1440]!
  }
  return json + ']}'
}
