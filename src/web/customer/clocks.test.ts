import { describe, expect, test } from 'vitest'
import { clocksOf } from './clocks.ts'

/*
 * Twelve pairs of a reader and a host around the nights on which somebody's clock changes (ux T18): a second clock
 * exactly where the two differ, a weekday exactly where the dates differ, and a note exactly where the reader's own clock
 * changes between now and the end. The sentences stand in `clocks.golden.txt` and were read once.
 * Seen to fail when the host's clock was read three days off, and when the weekday was the reader's.
 */

const PAIRS: [reader: string, host: string][] = [
  ['Europe/London', 'America/New_York'],
  ['America/New_York', 'Europe/London'],
  ['Europe/London', 'Europe/Lisbon'],
  ['Europe/Berlin', 'Europe/London'],
  ['Asia/Kolkata', 'America/New_York'],
  ['Asia/Kathmandu', 'Asia/Kolkata'],
  ['Australia/Lord_Howe', 'Australia/Sydney'],
  ['Australia/Sydney', 'Europe/London'],
  ['America/St_Johns', 'America/Halifax'],
  ['Pacific/Auckland', 'America/Los_Angeles'],
  ['Africa/Casablanca', 'Europe/Paris'],
  ['Asia/Tokyo', 'UTC'],
]

const at = (text: string) => Temporal.Instant.from(text)

/** Now, and a start: half an hour before and after a change of clocks, and between the changes of two countries. */
const MOMENTS: [now: Temporal.Instant, start: Temporal.Instant][] = [
  // America goes forward on 14 March 2027, Europe two weeks later.
  [at('2027-03-10T12:00:00Z'), at('2027-03-14T06:30:00Z')],
  [at('2027-03-10T12:00:00Z'), at('2027-03-14T07:30:00Z')],
  [at('2027-03-20T12:00:00Z'), at('2027-03-22T13:00:00Z')],
  [at('2027-03-25T12:00:00Z'), at('2027-03-28T00:30:00Z')],
  [at('2027-03-25T12:00:00Z'), at('2027-03-28T01:30:00Z')],
  // Australia and New Zealand go back in April, and forward again when the north goes back.
  [at('2027-03-30T12:00:00Z'), at('2027-04-03T15:30:00Z')],
  [at('2027-10-28T12:00:00Z'), at('2027-10-31T00:30:00Z')],
  [at('2027-10-28T12:00:00Z'), at('2027-10-31T01:30:00Z')],
  [at('2027-11-03T12:00:00Z'), at('2027-11-07T05:30:00Z')],
]

const cases = PAIRS.flatMap(([reader, host]) => MOMENTS.map(([now, start]) => ({ reader, host, now, start })))

function spoken({ reader, host, now, start }: (typeof cases)[number]) {
  return clocksOf({
    start,
    end: start.add({ minutes: 30 }),
    zone: reader,
    other: { name: 'Asha', zone: host },
    now,
    locale: 'en-GB',
  })
}

describe.each(cases)('$start read in $reader, hosted in $host', (one) => {
  const said = spoken(one)
  // A second opinion that shares nothing with ours but the table of zones.
  const [own, theirs] = [one.reader, one.host].map((zone) => wallOf(one.start, zone))

  test('the time is the one on the wall, and the other clock is shown where it differs', () => {
    expect(said.when).toContain(own!.time)
    expect(said.when.startsWith(own!.weekday)).toBe(true)
    const differs = own!.offset !== theirs!.offset
    expect(said.other === undefined).toBe(!differs)
    if (differs) expect(said.other).toContain(theirs!.time)
  })

  test('a weekday stands beside the other clock where it is another day there', () => {
    const named = said.other?.includes(theirs!.weekday) ?? false
    expect(named).toBe(own!.date !== theirs!.date)
  })

  test('a note says so where the own clock changes before or during it', () => {
    const end = wallOf(one.start.add({ minutes: 30 }), one.reader)
    const changes = wallOf(one.now, one.reader).offset !== own!.offset || end.offset !== own!.offset
    expect(said.note !== undefined).toBe(changes)
  })
})

test('all of it reads well', async () => {
  const golden = cases.map((one) => {
    const { when, zone, other, note } = spoken(one)
    return [`${one.start} for ${one.reader} with ${one.host}`, when, zone, other, note]
      .filter(Boolean)
      .join('\n  ')
  })
  await expect(`${golden.join('\n\n')}\n`).toMatchFileSnapshot('./clocks.golden.txt')
})

function wallOf(instant: Temporal.Instant, timeZone: string) {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'long',
      day: 'numeric',
      month: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      hour12: true,
      timeZoneName: 'longOffset',
    })
      .formatToParts(instant.epochMilliseconds)
      .map(({ type, value }) => [type, value]),
  )
  const hour = Number(parts['hour']) % 12 || 12
  return {
    weekday: parts['weekday']!,
    date: `${parts['day']} ${parts['month']}`,
    time: `${hour}:${parts['minute']}${parts['dayPeriod']!.toLowerCase().replaceAll(/[^apm]/g, '')}`,
    offset: parts['timeZoneName'],
  }
}
