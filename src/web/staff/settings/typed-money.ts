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
  const digits = minorDigits(currency)
  const parts = /^(\d{1,10})(?:\.(\d+))?$/.exec(typed)
  const decimals = parts?.[2] ?? ''
  if (!parts || decimals.length > digits) return null
  return BigInt(parts[1]! + decimals.padEnd(digits, '0'))
}

/** Minor units as they are typed: 4000 of GBP is `40.00`. */
export function typedOfMinor(minor: bigint, currency: string): string {
  const digits = minorDigits(currency)
  const text = minor.toString().padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}
