import { bookingText } from '#messages/booking.ts'
import type { Locale } from '#messages/locale.ts'
import { policySentence } from '#messages/policy.ts'
import type { Offer } from '#domain/event-types/offer.ts'
import { Card } from '#ui/card.tsx'
import { Stack } from '#ui/layout.tsx'
import { LateFeeRule } from './policy-late-fee.tsx'
import { ruleInSums, stakeOfOffer } from './policy-money.ts'
import { PolicyRibbon, ribbonZones } from './policy-ribbon.tsx'

export interface OfferPolicyProps {
  offer: Offer
  startsAt: Temporal.Instant
  zone: string
  locale: Locale
}

/**
 * What happens if plans change, before anybody books: both rules, with the sums that they come to where the price is
 * collected. A package has as many lines of time as sessions, so it has none; the second rule's line is only drawn
 * where it differs from the first.
 */
export function OfferPolicy({ offer, startsAt, zone, locale }: OfferPolicyProps) {
  const { currency, sessionCount } = offer.eventType
  const noun = sessionCount > 1 ? ('sessions' as const) : ('booking' as const)
  const stake = stakeOfOffer(offer, startsAt)
  const lines = (['cancel', 'reschedule'] as const).map((action) => {
    const rule = offer.policy.rules[action]
    const common = { action, rule, bookedAt: offer.now, startsAt, now: offer.now }
    const props = { ...common, currency, zone, noun, locale, stake }
    return { props, zones: ribbonZones(props) }
  })
  const shape = (line: (typeof lines)[number]) =>
    line.zones.map((stretch) => `${stretch.tone} ${stretch.until}`).join()
  const drawn = lines.filter(
    (line, index) =>
      sessionCount === 1 && line.zones.length > 1 && (index === 0 || shape(line) !== shape(lines[0]!)),
  )
  const sentence = (action: 'cancel' | 'reschedule') =>
    policySentence(action, ruleInSums(action, offer.policy.rules[action], stake), noun, currency, locale)
  return (
    <Card heading={bookingText(locale).ifPlansChange} kind="sunken" id="policy">
      <Stack>
        <p dir="auto">
          {sentence('cancel')} {sentence('reschedule')}
        </p>
        <LateFeeRule stake={stake} business={offer.organization.name} locale={locale} />
        {drawn.map((line) => (
          <PolicyRibbon {...line.props} />
        ))}
      </Stack>
    </Card>
  )
}
