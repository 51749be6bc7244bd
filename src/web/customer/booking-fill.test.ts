import { expect, test } from 'vitest'
import { fillRest } from './booking-fill.ts'

const at = (...times: string[]) => times.map((time) => Temporal.Instant.from(time))
const until = Temporal.Instant.from('2026-12-31T00:00:00Z')
const london = { zone: 'Europe/London', until }
const always = () => true

test('one time is repeated each week on the same hour of the clock, also when the clock changes between', () => {
  // British clocks go back on Sunday 25 October 2026.
  const { starts } = fillRest(at('2026-10-20T09:00:00Z'), { ...london, repeat: 'week', wanted: 3 }, always)
  expect(starts.map(String)).toEqual(['2026-10-20T09:00:00Z', '2026-10-27T10:00:00Z', '2026-11-03T10:00:00Z'])
})

test('two times of a week are repeated as a pair, in order, and picks of a later week count', () => {
  const picked = at('2026-11-03T10:00:00Z', '2026-11-12T14:00:00Z')
  const { starts } = fillRest(picked, { ...london, repeat: 'week', wanted: 5 }, always)
  expect(starts.map(String)).toEqual([
    '2026-11-03T10:00:00Z',
    '2026-11-10T10:00:00Z',
    '2026-11-12T14:00:00Z',
    '2026-11-17T10:00:00Z',
    '2026-11-19T14:00:00Z',
  ])
})

// Seen to fail when a day that is not free ended the search.
test('days that are not free are left out and named, and the search goes on after them', () => {
  const taken = '2026-11-04T10:00:00Z'
  const fits = (starts: readonly Temporal.Instant[]) => !starts.some((start) => start.toString() === taken)
  const { added, skipped } = fillRest(
    at('2026-11-03T10:00:00Z'),
    { ...london, repeat: 'day', wanted: 3 },
    fits,
  )
  expect(added.map(String)).toEqual(['2026-11-05T10:00:00Z', '2026-11-06T10:00:00Z'])
  expect(skipped.map(String)).toEqual([taken])
})

test('an hour that the clock jumps over is not had that day, and the calendar ends somewhere', () => {
  // New York's clocks jump from 2am to 3am on Sunday 8 March 2026.
  const rule = {
    zone: 'America/New_York',
    until: Temporal.Instant.from('2026-03-10T00:00:00Z'),
    repeat: 'day' as const,
    wanted: 20,
  }
  const { starts } = fillRest(at('2026-03-07T07:30:00Z'), rule, always)
  expect(starts.map(String)).toEqual(['2026-03-07T07:30:00Z', '2026-03-09T06:30:00Z'])
})
