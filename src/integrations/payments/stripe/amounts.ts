/*
 * Stripe counts in units of its own (docs.stripe.com/currencies): two decimals for nearly all currencies, none and
 * three for those below. ISK and UGX have no decimals any more, but are written with two, which are always 00, and
 * the last digit of three is always 0, because the card networks have no use for it. HUF and TWD are special for
 * payouts only. Which currencies an account may take is Stripe's to say; it refuses the others itself.
 */
const WITHOUT_DECIMALS = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '))
const WITH_THREE_DECIMALS = new Set('BHD JOD KWD OMR TND'.split(' '))
const WHOLE_BUT_WITH_TWO = new Set('ISK UGX'.split(' '))

// The most that any currency may have; where Stripe's own limit is lower, it says so.
const MOST_DIGITS = 12

export type StripeAmount = { ok: true; amount: number } | { ok: false; failure: string }

/** Our minor units as Stripe's, or why Stripe cannot take such an amount. Never rounds. */
export function toStripeAmount(minor: bigint, currency: string): StripeAmount {
  const { multiply, divide, step } = scaleOf(currency)
  const scaled = minor * multiply
  if (scaled % divide !== 0n || (scaled / divide) % step !== 0n)
    return { ok: false, failure: `Stripe takes ${currency} only in steps of ${smallest(currency)}.` }
  const amount = scaled / divide
  if (amount < 0n || amount.toString().length > MOST_DIGITS)
    return { ok: false, failure: 'This amount is outside of what Stripe takes.' }
  return { ok: true, amount: Number(amount) }
}

/**
 * Stripe's units as ours. Where ours are larger (forints, of which Stripe's console can give back a hundredth),
 * `rounding` says whether the rest counts as a whole one.
 */
export function fromStripeAmount(amount: number, currency: string, rounding: 'down' | 'up'): bigint {
  if (!Number.isSafeInteger(amount)) throw new Error('An amount in the answer is not a whole number.')
  const { multiply, divide } = scaleOf(currency.toUpperCase())
  const scaled = BigInt(amount) * divide
  const rest = scaled % multiply
  return scaled / multiply + (rest > 0n && rounding === 'up' ? 1n : 0n)
}

function scaleOf(currency: string): { multiply: bigint; divide: bigint; step: bigint } {
  const more = stripeDigits(currency) - ourDigits(currency)
  return {
    multiply: more > 0 ? 10n ** BigInt(more) : 1n,
    divide: more < 0 ? 10n ** BigInt(-more) : 1n,
    step: WITH_THREE_DECIMALS.has(currency) ? 10n : WHOLE_BUT_WITH_TWO.has(currency) ? 100n : 1n,
  }
}

function stripeDigits(currency: string): number {
  if (WITHOUT_DECIMALS.has(currency)) return 0
  return WITH_THREE_DECIMALS.has(currency) ? 3 : 2
}

// As everywhere in Kept, minor units are those that Intl writes the currency with.
function ourDigits(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  return format.resolvedOptions().maximumFractionDigits ?? 2
}

function smallest(currency: string): string {
  const digits = stripeDigits(currency)
  const step = Number(scaleOf(currency).step)
  return (step / 10 ** digits).toFixed(digits)
}
