import { shortWhen } from './dates.ts'
import { spell, type Locale } from './locale.ts'
import { money } from './money.ts'
import type { ActionInWords } from './policy.ts'

/** What one stretch of a policy gives: an amount by tier, nothing to pay, or no way to act online. */
export type StretchInWords =
  | { kind: 'free' }
  | { kind: 'percent'; percent: number }
  | { kind: 'amount'; minor: bigint; currency: string }
  | { kind: 'closed' }

/** The words on a refund ribbon (ux 4.5): the amount first, then until when. */
export function ribbonText(action: ActionInWords, locale: Locale) {
  const cancel = action === 'cancel'
  return {
    label: cancel
      ? `What happens if you cancel, from now until the start`
      : 'What it costs to move, from now until the start',
    here: 'You are here',
    amount: (stretch: StretchInWords): string => {
      switch (stretch.kind) {
        case 'free':
          return cancel ? 'Free to cancel' : 'Free to move'
        case 'closed':
          return cancel ? `No online ${spell(locale, 'cancelling')}` : 'No online moving'
        case 'percent':
          if (cancel)
            return stretch.percent === 0
              ? 'Nothing back'
              : stretch.percent === 100
                ? 'Everything back'
                : `${stretch.percent}% back`
          return stretch.percent === 0 ? 'Free to move' : `Costs ${stretch.percent}%`
        case 'amount': {
          const sum = money(stretch.minor, stretch.currency, locale)
          if (cancel) return stretch.minor === 0n ? 'Nothing back' : `${sum} back`
          return stretch.minor === 0n ? 'Free to move' : `Costs ${sum}`
        }
      }
    },
    until: (at: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `until ${shortWhen(at, zone, locale, now)}`,
    untilStart: 'until the start',
  }
}
