/** How many digits the currency has after the point: 2 for GBP, 0 for JPY. */
export function minorDigits(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  )
}

/**
 * An amount as people type it, `40` or `40.00`, in minor units; null for anything else. Exact: the digits are
 * never a floating point number. At most ten digits before the point.
 */
export function minorOfTyped(typed: string, currency: string): bigint | null {
  return unitsOfTyped(typed, minorDigits(currency))
}

/** Minor units as they are typed: 4000 of GBP is `40.00`. */
export function typedOfMinor(minor: bigint, currency: string): string {
  return typedOfUnits(minor, minorDigits(currency))
}

/** A rate as people type it, `20`, `8.25` or `8.25 %`, in basis points; null for anything else, and above 100 %. */
export function basisPointsOfTyped(typed: string): number | null {
  const points = unitsOfTyped(typed.replace(/\s*%$/, ''), 2)
  return points === null || points > 10_000n ? null : Number(points)
}

/** Basis points as they are typed: 2000 is `20`, 825 is `8.25`. */
export function typedOfBasisPoints(points: number): string {
  return typedOfUnits(BigInt(points), 2).replace(/\.?0+$/, '')
}

function unitsOfTyped(typed: string, digits: number): bigint | null {
  const parts = /^(\d{1,10})(?:\.(\d+))?$/.exec(typed)
  const decimals = parts?.[2] ?? ''
  if (!parts || decimals.length > digits) return null
  return BigInt(parts[1]! + decimals.padEnd(digits, '0'))
}

function typedOfUnits(units: bigint, digits: number): string {
  const text = units.toString().padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}
