import type { TierAmount } from '#domain/policies/policy.ts'

/**
 * Splits an amount over n sessions in minor units; the first sessions carry what does not divide, so that the
 * shares always sum to the total (oncehub R131; largest remainder).
 */
export function splitEvenly(totalMinor: bigint, count: number): bigint[] {
  const base = totalMinor / BigInt(count)
  const extra = Number(totalMinor % BigInt(count))
  return Array.from({ length: count }, (_, index) => (index < extra ? base + 1n : base))
}

/**
 * Splits an amount in proportion to weights, none of them negative: everybody gets the floor of their part, and what
 * is left goes to the largest remainders, the first of equal ones. The parts sum to the total; with no weight at all
 * the first takes everything.
 */
export function splitByWeights(totalMinor: bigint, weights: readonly bigint[]): bigint[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n)
  if (whole === 0n) return weights.map((_, index) => (index === 0 ? totalMinor : 0n))
  const parts = weights.map((weight) => (totalMinor * weight) / whole)
  const left = Number(totalMinor - parts.reduce((sum, part) => sum + part, 0n))
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (totalMinor * weight) % whole }))
    .toSorted((a, b) => Number(b.remainder - a.remainder) || a.index - b.index)
  for (const { index } of byRemainder.slice(0, left)) parts[index]! += 1n
  return parts
}

/**
 * What a rule's amount means for one session of a booking: a percentage of the session's share, rounded half up,
 * or the session's part of a fixed amount entered for the whole booking (oncehub R132, R133). The caller caps it.
 */
export function tierShare(
  amount: TierAmount,
  shareMinor: bigint,
  position: number,
  sessionCount: number,
): bigint {
  if (amount.kind === 'percent') return percentOf(shareMinor, amount.percent)
  return splitEvenly(BigInt(amount.minor), sessionCount)[position]!
}

/** A percentage of an amount, half a minor unit rounded up. */
export function percentOf(minor: bigint, percent: number): bigint {
  return divideHalfUp(minor * BigInt(percent), 100n)
}

/** The tax inside an amount that includes it, at a rate in basis points (2000 is 20 %). */
export function taxWithin(minor: bigint, basisPoints: number): bigint {
  return divideHalfUp(minor * BigInt(basisPoints), BigInt(10_000 + basisPoints))
}

/** The tax that comes on top of an amount without it. */
export function taxOnTop(minor: bigint, basisPoints: number): bigint {
  return divideHalfUp(minor * BigInt(basisPoints), 10_000n)
}

function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor)
}
