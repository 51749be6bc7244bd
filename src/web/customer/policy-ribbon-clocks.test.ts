import { expect, test } from 'vitest'
import { OPEN_RULE } from '#domain/policies/policy.ts'
import { PolicyRibbon, ribbonZones } from './policy-ribbon.tsx'

/*
 * Where "you are here" stands at nine moments (ux T21): at booking, inside, a minute before, at and after each edge, and
 * at the end. Seen to fail when the very edge already counted as the next stretch, and when the marker was measured on
 * the whole line instead of its stretch.
 */

const at = (text: string) => Temporal.Instant.from(text)
const bookedAt = at('2026-12-01T09:00:00Z')
const startsAt = at('2026-12-11T09:00:00Z')

// Ten days: everything back for eight, half for one and a half, then closed for the last half.
const rule = {
  ...OPEN_RULE,
  allowed: { kind: 'until' as const, noticeMinutes: 12 * 60 },
  tiers: [
    { fromNoticeMinutes: 48 * 60, amount: { kind: 'percent' as const, percent: 100 } },
    { fromNoticeMinutes: 0, amount: { kind: 'percent' as const, percent: 50 } },
  ],
}

const props = (now: Temporal.Instant) => ({
  action: 'cancel' as const,
  rule,
  bookedAt,
  startsAt,
  now,
  currency: 'GBP',
  zone: 'Europe/London',
  noun: 'booking' as const,
  locale: 'en-GB' as const,
})

const MINUTE = 1 / 1440

/** Days since booking, the stretch that holds then, and how far the marker stands in it. */
const CLOCKS: [day: number, stretch: string, position: number][] = [
  [0, 'Everything back', 0],
  [4, 'Everything back', 0.5],
  [8 - MINUTE, 'Everything back', 1 - MINUTE / 8],
  [8, 'Everything back', 1],
  [8 + MINUTE, '50% back', MINUTE / 1.5],
  [9.5 - MINUTE, '50% back', 1 - MINUTE / 1.5],
  [9.5 + MINUTE, 'No online cancelling', MINUTE / 0.5],
  [10 - MINUTE, 'No online cancelling', 1 - MINUTE / 0.5],
  [10, 'No online cancelling', 1],
]

test.each(CLOCKS)('on day %d the marker stands in "%s" at %d', (day, stretch, position) => {
  const now = bookedAt.add({ minutes: Math.round(day * 1440) })
  const zones = ribbonZones(props(now))
  expect(zones.map(({ share }) => Math.round(share * 1000) / 1000)).toEqual([0.8, 0.15, 0.05])
  const here = zones.filter(({ current }) => current)
  expect(here.map(({ amount }) => amount)).toEqual([stretch])
  expect(here[0]!.position).toBeCloseTo(position, 6)
  // The page says it once, and draws the marker at that very place.
  const html = String(PolicyRibbon(props(now)))
  expect(html.match(/class="ribbon-here"/g)).toHaveLength(1)
  const tenth = Math.min(9, Math.floor(position * 10))
  expect(html).toMatch(new RegExp(`data-at="${tenth}" aria-current="step"(?:(?!</li>).)*${stretch}`))
})

test('after the start nothing of the line is ahead, and the marker has left it', () => {
  const zones = ribbonZones(props(startsAt.add({ minutes: 1 })))
  expect(zones.filter(({ current }) => current)).toEqual([])
})
