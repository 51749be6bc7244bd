import type { TierAmount } from '#domain/policies/policy.ts'
import type { SettingsProblem } from '#messages/settings-problems.ts'
import type { Typed } from '#platform/forms.ts'
import { minorDigits, minorOfTyped, typedOfMinor } from './typed-money.ts'
import { lineOf, typedText, type Part } from './typed-values.ts'

/**
 * A part of a price, typed as `<name>-kind` (percent or amount) and `<name>-value`; null when the value is empty.
 * `least` is 1 where nothing at all would make no sense.
 */
export function readShare(
  typed: Typed,
  name: string,
  currency: string,
  least: 0 | 1,
): Part<TierAmount | null> {
  const text = lineOf(typed, `${name}-value`)
  const kind = typedText(typed, `${name}-kind`)
  const wrong = (problem: SettingsProblem, field = `${name}-value`) => ({
    value: null,
    problems: { [field]: problem },
  })
  if (text === '') return { value: null, problems: {} }
  if (kind === 'percent') {
    const percent = Number(text.replace(/\s*%$/, ''))
    const fits = /^\d{1,3}\s*%?$/.test(text) && percent >= least && percent <= 100
    return fits ? { value: { kind, percent }, problems: {} } : wrong({ code: 'not_a_percentage', least })
  }
  if (kind !== 'amount') return wrong({ code: 'not_a_choice' }, `${name}-kind`)
  const minor = minorOfTyped(text, currency)
  if (minor === null) return wrong({ code: 'not_an_amount', digits: minorDigits(currency) })
  return minor < least
    ? wrong({ code: 'amount_of_nothing' })
    : { value: { kind, minor: minor.toString() }, problems: {} }
}

/** The fields of a part of a price; percentages and an empty box where there is none. */
export function typedShare(name: string, amount: TierAmount | null, currency: string): Typed {
  const value =
    amount === null
      ? ''
      : amount.kind === 'percent'
        ? String(amount.percent)
        : typedOfMinor(BigInt(amount.minor), currency)
  return { [`${name}-kind`]: amount?.kind ?? 'percent', [`${name}-value`]: value }
}

/** An amount of money that may be left empty, in minor units; 0 is refused, because empty means none. */
export function readAmount(typed: Typed, name: string, currency: string): Part<bigint | null> {
  const text = lineOf(typed, name)
  if (text === '') return { value: null, problems: {} }
  const minor = minorOfTyped(text, currency)
  if (minor === null)
    return { value: null, problems: { [name]: { code: 'not_an_amount', digits: minorDigits(currency) } } }
  return minor === 0n
    ? { value: null, problems: { [name]: { code: 'amount_of_nothing' } } }
    : { value: minor, problems: {} }
}
