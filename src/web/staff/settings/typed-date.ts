/** A date typed as 2026-12-24 in the years 2000 to 2199, or null. */
export function readDate(typed: string): Temporal.PlainDate | null {
  if (!/^2[01]\d\d-\d\d-\d\d$/.test(typed)) return null
  try {
    return Temporal.PlainDate.from(typed)
  } catch {
    return null
  }
}
