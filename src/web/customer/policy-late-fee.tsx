import type { Locale } from '#messages/locale.ts'
import { payText } from '#messages/pay.ts'
import type { Stake } from './policy-money.ts'

/** The organization's fee for late cancellations, which no sentence of the policy tells. */
export function LateFeeRule({
  stake,
  business,
  locale,
}: {
  stake: Stake | null
  business: string
  locale: Locale
}) {
  if (!stake?.lateFee || stake.lateFee.customers === 'off') return null
  const { lateFeePolicy } = payText(locale).rule
  const { minor, windowMinutes, customers } = stake.lateFee
  const sum = { minor, currency: stake.currency }
  return (
    <p>
      {customers === 'automatic'
        ? lateFeePolicy.automatic(windowMinutes, sum)
        : lateFeePolicy.ask_staff(windowMinutes, sum, business)}
    </p>
  )
}
