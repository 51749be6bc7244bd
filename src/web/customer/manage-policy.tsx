import { deadline } from '#messages/dates.ts'
import { policySentence } from '#messages/policy.ts'
import { timeLeft } from '#messages/dates.ts'
import type { Session } from '#domain/bookings/booking.ts'
import type { Verdict } from '#domain/policies/evaluate.ts'
import type { PolicyAction } from '#domain/policies/policy.ts'
import { Card } from '#ui/card.tsx'
import { Stack } from '#ui/layout.tsx'
import { Deadline } from '#ui/two-clock.tsx'
import { nounOf, type LinkView } from './manage-view.ts'
import { LateFeeRule } from './policy-late-fee.tsx'
import { ruleInSums, stakeOf } from './policy-money.ts'
import { PolicyRibbon, ribbonZones } from './policy-ribbon.tsx'

/** The browser counts hours and minutes; longer times stay as the server wrote them. */
const COUNTED_SECONDS = 48 * 3600

/**
 * What was agreed at booking about one action: the sentence, and the line of time where there is more than one
 * stretch of it. A package has as many lines as sessions, so it shows the sentence alone.
 */
export function PolicyCard({
  view,
  action,
  session,
  level = 3,
}: {
  view: LinkView
  action: PolicyAction
  session: Session
  /** Of its heading. */
  level?: 2 | 3
}) {
  const { booking, text, locale, zone } = view
  const rule = booking.policy.rules[action]
  const noun = booking.sessions.length > 1 ? 'sessions' : 'booking'
  const line = {
    action,
    rule,
    bookedAt: booking.createdAt,
    startsAt: session.startsAt,
    now: booking.now,
    currency: booking.currency,
    zone,
    noun,
    locale,
  } as const
  const stake = stakeOf(booking, session)
  const ribbon = { ...line, stake }
  const drawn = noun === 'booking' && nounOf(booking) !== 'request' && ribbonZones(ribbon).length > 1
  return (
    <Card heading={text.policyHeading[action]} level={level} kind="sunken">
      <Stack>
        <p dir="auto">
          {policySentence(action, ruleInSums(action, rule, stake), noun, booking.currency, locale)}
        </p>
        {action === 'cancel' ? (
          <LateFeeRule stake={stake} business={booking.organization.name} locale={locale} />
        ) : null}
        {drawn ? <PolicyRibbon {...ribbon} /> : null}
        {booking.heldUntil ? null : (
          <p class="quiet small">{text.agreed(booking.createdAt, zone, booking.policy.version)}</p>
        )}
      </Stack>
    </Card>
  )
}

/** "You can cancel for another 31 hours 30 minutes, until Wed 2 Dec, 2:30pm your time (7:30pm Dana's time)." */
export function StillPossible({
  view,
  action,
  verdict,
}: {
  view: LinkView
  action: PolicyAction
  verdict: Verdict
}) {
  if (!verdict.allowed || verdict.until === null) return null
  const { booking, text, locale, zone, host } = view
  const { until } = verdict
  const words = text.stillPossible(action, deadline(until, zone, host, locale, booking.now))
  const secondsLeft = (until.epochMilliseconds - booking.now.epochMilliseconds) / 1000
  const left = timeLeft(booking.now, until)
  return (
    <p>
      {words.before}{' '}
      {secondsLeft <= COUNTED_SECONDS ? (
        <Deadline
          datetime={until.toString()}
          remaining={left}
          secondsLeft={secondsLeft}
          passed={words.passed}
        />
      ) : (
        left
      )}
      {words.after}
    </p>
  )
}
