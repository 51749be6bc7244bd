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
 * What a tier's amount means for one session of a booking: a percentage of the session's share, rounded half up,
 * or the session's part of a fixed amount entered for the whole booking (oncehub R132, R133). Never more than
 * the share itself for a refund; the caller caps it.
 */
export function tierShare(
  amount: TierAmount,
  shareMinor: bigint,
  position: number,
  sessionCount: number,
): bigint {
  if (amount.kind === 'percent') return (shareMinor * BigInt(amount.percent) + 50n) / 100n
  return splitEvenly(BigInt(amount.minor), sessionCount)[position]!
}
