import { expect, test } from 'vitest'
import { earliestOffered, offeredUntil } from './free-for.ts'

const NOON = Temporal.Instant.from('2026-12-01T12:00:00Z')
const inMinutes = (minutes: number) => NOON.add({ minutes })

// Seen to fail when the earliest start was now.
test.each([
  { offerMinutes: 60, minimumNoticeMinutes: 0, earliest: 60 },
  { offerMinutes: 60, minimumNoticeMinutes: 30, earliest: 60 },
  { offerMinutes: 60, minimumNoticeMinutes: 120, earliest: 135 },
  { offerMinutes: 5, minimumNoticeMinutes: 120, earliest: 125 },
  { offerMinutes: 1440, minimumNoticeMinutes: 60, earliest: 1440 },
])(
  'an offer of $offerMinutes minutes with $minimumNoticeMinutes of notice begins $earliest minutes ahead',
  ({ earliest, ...terms }) => {
    expect(earliestOffered(terms, NOON).equals(inMinutes(earliest))).toBe(true)
  },
)

test.each([
  { offerMinutes: 60, minimumNoticeMinutes: 0, ahead: 600, until: 60 },
  { offerMinutes: 60, minimumNoticeMinutes: 120, ahead: 600, until: 60 },
  { offerMinutes: 60, minimumNoticeMinutes: 120, ahead: 150, until: 30 },
  { offerMinutes: 60, minimumNoticeMinutes: 120, ahead: 135, until: 15 },
])(
  'a time $ahead minutes ahead, offered for $offerMinutes with $minimumNoticeMinutes of notice, is theirs for $until',
  ({ ahead, until, ...terms }) => {
    expect(offeredUntil(terms, inMinutes(ahead), NOON).equals(inMinutes(until))).toBe(true)
  },
)
