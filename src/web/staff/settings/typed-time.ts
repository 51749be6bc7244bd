/**
 * What people type for a time of day, as minutes since midnight, or null when it cannot be told. Takes `2:30pm`,
 * `2.30 PM`, `14:30`, `1430`, `230p`, `9`, `noon` and `midnight`; 1440 only for `24:00`, `2400` and `midnight`,
 * the end of a day. Without a half of the day the 24-hour clock is meant (ux §1.2).
 */
export function minuteOfTyped(typed: string): number | null {
  const text = typed.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '')
  if (text === 'noon') return 12 * 60
  if (text === 'midnight') return 24 * 60
  const parts =
    /^(\d{1,2})(?:[:.](\d{2}))?(a|p)?\.?(?:m\.?)?$/.exec(text) ??
    /^(\d{1,2})(\d{2})(a|p)?\.?(?:m\.?)?$/.exec(text)
  if (!parts || (/m\.?$/.test(text) && !parts[3])) return null
  const [hour, minute] = [Number(parts[1]), Number(parts[2] ?? '0')]
  if (minute > 59) return null
  if (!parts[3]) return hour < 24 || (hour === 24 && minute === 0) ? hour * 60 + minute : null
  if (hour < 1 || hour > 12) return null
  return ((hour % 12) + (parts[3] === 'p' ? 12 : 0)) * 60 + minute
}
