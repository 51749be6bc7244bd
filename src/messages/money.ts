import type { Locale } from './locale.ts'

const formats = new Map<string, Intl.NumberFormat>()

/** Minor units as money: `money(4000n, 'GBP', 'en-GB')` is "£40.00". Exact: never through a floating point number. */
export function money(minor: bigint, currency: string, locale: Locale): string {
  const key = `${locale} ${currency}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(locale, { style: 'currency', currency })
    formats.set(key, format)
  }
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  const text = minor
    .toString()
    .replace('-', '')
    .padStart(digits + 1, '0')
  const decimal = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
  const signed = `${minor < 0n ? '-' : ''}${decimal}` as `${number}`
  return format
    .format(signed)
    .replaceAll(/[\u2009\u202F\u00A0]/g, ' ')
    .replace('-', '\u2212')
}
