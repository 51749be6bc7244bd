import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Ribbon, zoneWidths, type RibbonZone } from './ribbon.tsx'

const zones: readonly RibbonZone[] = [
  { tone: 'free', amount: '£40.00 back', until: 'until Wed 2 Dec, 2:30pm', share: 0.9 },
  {
    tone: 'fee',
    amount: '£20.00 back',
    until: 'until Thu 3 Dec, 10:30am',
    share: 0.08,
    current: true,
    position: 0.999,
  },
  { tone: 'late', amount: 'Nothing back', until: 'from then on', share: 0.02 },
]
const words = { label: 'What you get back', hereLabel: 'You are here', sentence: 'Free until the start.' }

describe('the ribbon', () => {
  test('says the amount first, then until when, zone by zone, in a list with a name', () => {
    const text = String(<Ribbon {...words} zones={zones} />)
    expect(text).toContain('<ol aria-label="What you get back">')
    expect(text.match(/<li /gu)).toHaveLength(3)
    expect(text.indexOf('£20.00 back')).toBeLessThan(text.indexOf('until Thu 3 Dec'))
  })

  test('marks the one zone that now falls into', () => {
    const text = String(<Ribbon {...words} zones={zones} />)
    expect(text.match(/aria-current="step"/gu)).toHaveLength(1)
    expect(text).toContain('data-tone="fee" data-width="18" data-at="9" aria-current="step"')
    expect(text.match(/You are here/gu)).toHaveLength(1)
  })

  test('with one zone is a sentence', () => {
    expect(String(<Ribbon {...words} zones={zones.slice(0, 1)} />)).toBe(
      '<p class="ribbon-sentence">Free until the start.</p>',
    )
  })

  test('asks for no style that the content policy would refuse', () => {
    expect(String(<Ribbon {...words} zones={zones} />)).not.toContain('style=')
  })
})

describe('the widths of the zones', () => {
  test('follow the root of the share', () => {
    expect(zoneWidths([0.5, 0.5])).toEqual([50, 50])
    expect(zoneWidths([0.64, 0.36])).toEqual([58, 42])
    expect(zoneWidths([0.9, 0.08, 0.02])).toEqual([64, 18, 18])
  })

  // Seen to fail when the narrow zones were not taken out of the sum: the widths came to more than the whole.
  test('are never below 18, always steps the style sheet has, and together about the whole', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.array(share, { minLength: 2, maxLength: 5 }), (shares) => {
        const widths = zoneWidths(shares)
        for (const width of widths) {
          expect(width).toBeGreaterThanOrEqual(18)
          expect(width).toBeLessThanOrEqual(82)
          expect(width % 2).toBe(0)
        }
        const sum = widths.reduce((total, width) => total + width, 0)
        expect(Math.abs(sum - 100)).toBeLessThanOrEqual(shares.length * 2)
      }),
    )
  })
})
