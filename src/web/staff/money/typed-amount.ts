import { moneyProblem, type MoneyRefusalInWords } from '#messages/staff-money-problems.ts'
import type { Locale } from '#messages/locale.ts'
import type { Typed } from '#platform/forms.ts'
import { problemsOf, type FormProblems } from '../../customer/form-errors.ts'
import { minorDigits, minorOfTyped } from '../settings/typed-money.ts'
import { lineOf } from '../settings/typed-values.ts'

/** What is wrong with fields of a form about money: the name of the field and a code that has a sentence. */
export type MoneyProblems = Record<string, MoneyRefusalInWords>

/** The amount of a field, which must be above 0; or what is wrong with it. */
export function readAmount(
  typed: Typed,
  name: string,
  currency: string,
): { minor: bigint; problems: MoneyProblems } {
  const text = lineOf(typed, name)
  const minor = minorOfTyped(text, currency)
  if (minor !== null && minor > 0n) return { minor, problems: {} }
  const code = text === '' ? 'required' : minor === null ? 'not_an_amount' : 'amount_of_nothing'
  return { minor: 0n, problems: { [name]: { code, digits: minorDigits(currency) } } }
}

/** Problems in words, in the order of the page; nothing where there are none. */
export function inWords(
  problems: MoneyProblems,
  labels: Record<string, string>,
  locale: Locale,
): FormProblems | null {
  if (Object.keys(problems).length === 0) return null
  const own = Object.fromEntries(
    Object.entries(problems).map(([name, problem]) => [name, moneyProblem(problem, locale)]),
  )
  return problemsOf({}, labels, locale, own)
}
