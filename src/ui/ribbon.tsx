export type RibbonTone = 'free' | 'fee' | 'late'

export type RibbonZone = {
  /** Drawn solid, hatched or hollow. */
  tone: RibbonTone
  /** The amount first: "£40.00 back", "No fee". */
  amount: string
  /** "until Wed 2 Dec, 2:30pm" */
  until: string
  /** The part of the time from booking to start that this zone takes, 0 to 1. */
  share: number
  /** Whether now falls into this zone; at most one zone is current. */
  current?: boolean | undefined
  /** How far into the current zone now is, 0 to 1. */
  position?: number | undefined
}

export type RibbonProps = {
  /** What the zones are about: "What you get back if you cancel". */
  label: string
  /** "You are here" */
  hereLabel: string
  /** One to five, in order of time. */
  zones: readonly RibbonZone[]
  /** What is shown instead when there is only one zone, and nothing to draw. */
  sentence: string
}

/**
 * The policy as a line of time: each zone says what it gives, then until when. The words are the content,
 * the bar is decoration. Widths are steps in the style sheet, because the content policy forbids style attributes.
 */
export function Ribbon({ label, hereLabel, zones, sentence }: RibbonProps) {
  if (zones.length < 2) return <p class="ribbon-sentence">{sentence}</p>
  const widths = zoneWidths(zones.map((zone) => zone.share))
  return (
    <div class="ribbon">
      <ol aria-label={label}>
        {zones.map((zone, index) => (
          <li
            data-tone={zone.tone}
            data-width={String(widths[index])}
            data-at={zone.current ? String(tenths(zone.position)) : undefined}
            aria-current={zone.current ? 'step' : undefined}
          >
            <span class="ribbon-bar" aria-hidden="true"></span>
            <span class="ribbon-words">
              {zone.current ? <span class="ribbon-here">{hereLabel}</span> : null}
              <span class="ribbon-amount">{zone.amount}</span>
              <span class="ribbon-until">{zone.until}</span>
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}

/** Each zone gets the root of its share, yet never less than 18 of 100, in even steps. */
export function zoneWidths(shares: readonly number[]): number[] {
  const least = 18
  const roots = shares.map((share) => Math.sqrt(Math.max(share, 0)))
  const narrow = new Set<number>()
  let widths: number[] = []
  for (let round = 0; round < shares.length; round += 1) {
    const left = 100 - narrow.size * least
    const sum = roots.reduce((total, root, index) => (narrow.has(index) ? total : total + root), 0)
    widths = roots.map((root, index) => (narrow.has(index) || sum === 0 ? least : (root / sum) * left))
    const found = widths.findIndex((width, index) => width < least && !narrow.has(index))
    if (found < 0) break
    narrow.add(found)
  }
  return widths.map((width) => Math.max(least, 2 * Math.round(width / 2)))
}

function tenths(position: number | undefined) {
  return Math.min(9, Math.max(0, Math.floor((position ?? 0) * 10)))
}
