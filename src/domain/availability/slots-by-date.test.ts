import { expect, test } from 'vitest'
import { toMinute } from '#platform/zones.ts'
import { slotsByLocalDate, slotsJson } from './slots-by-date.ts'

const starts = (...times: string[]) => Int32Array.from(times, (time) => toMinute(Temporal.Instant.from(time)))

test('starts stand under the date that Cleo’s calendar shows', () => {
  const late = starts('2027-01-12T22:30Z', '2027-01-12T23:00Z', '2027-01-13T09:00Z')
  expect([...slotsByLocalDate(late, 'Europe/Berlin')]).toEqual([
    ['2027-01-12', late.slice(0, 1)],
    ['2027-01-13', late.slice(1)],
  ])
  expect([...slotsByLocalDate(late, 'UTC').keys()]).toEqual(['2027-01-12', '2027-01-13'])
})

// Seen to fail when a clock change inside a day began that day a second time.
test('the JSON holds the same dates and times', () => {
  const night = starts(
    '2027-10-30T21:30Z',
    '2027-10-30T22:00Z',
    '2027-10-31T00:30Z',
    '2027-10-31T01:30Z',
    '2027-10-31T23:00Z',
  )
  expect(JSON.parse(slotsJson(night, 'Europe/Berlin'))).toEqual({
    '2027-10-30': [{ time: '2027-10-30T21:30:00.000Z' }],
    '2027-10-31': [
      { time: '2027-10-30T22:00:00.000Z' },
      { time: '2027-10-31T00:30:00.000Z' },
      { time: '2027-10-31T01:30:00.000Z' },
    ],
    '2027-11-01': [{ time: '2027-10-31T23:00:00.000Z' }],
  })
})

test('no starts are no dates', () => {
  expect(slotsByLocalDate(new Int32Array(0), 'UTC').size).toBe(0)
  expect(slotsJson(new Int32Array(0), 'UTC')).toBe('{}')
})
