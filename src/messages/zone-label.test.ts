import { expect, test } from 'vitest'
import { zoneLabel } from './dates.ts'

test.each([
  ['America/New_York', '2019-06-27T18:30:00Z', 'New York, Eastern Time (GMT−4)'],
  ['US/Eastern', '2019-06-27T18:30:00Z', 'United States; Eastern time (GMT-4:00) [DST]'],
  ['US/Eastern', '2019-12-27T18:30:00Z', 'United States; Eastern time (GMT-5:00)'],
  ['US/Arizona', '2019-06-27T18:30:00Z', 'United States; Arizona time (GMT-7:00)'],
  ['US/East-Indiana', '2019-06-27T18:30:00Z', 'United States; East Indiana time (GMT-4:00) [DST]'],
  ['Canada/Newfoundland', '2019-06-27T18:30:00Z', 'Canada; Newfoundland time (GMT-2:30) [DST]'],
])('%s at %s is told as %s', (zone, at, label) => {
  expect(zoneLabel(zone, Temporal.Instant.from(at), 'en-US')).toBe(label)
})
