import type { Locale } from './locale.ts'

/** What can be wrong with a field (the shape of FieldError). */
export type FieldErrorInWords =
  | {
      code:
        | 'required'
        | 'not_an_email'
        | 'not_a_number'
        | 'not_a_choice'
        | 'not_a_zone'
        | 'not_a_time'
        | 'not_a_date'
    }
  | { code: 'not_a_slug' | 'no_such_local_time' | 'wrong' }
  | { code: 'too_long'; longest: number }
  | { code: 'out_of_range'; from: number; to: number }

/**
 * What to do about a field that was refused. It begins with the act and names the field, so that it reads the same
 * under the field and in the list at the top of the page.
 */
export function fieldErrorText(error: FieldErrorInWords, label: string, locale: Locale): string {
  const field = `\u201C${label}\u201D`
  const number = (value: number) => value.toLocaleString(locale)
  switch (error.code) {
    case 'required':
      return `Fill in ${field}.`
    case 'too_long':
      return `Shorten ${field} to ${number(error.longest)} characters or fewer.`
    case 'not_an_email':
      return `Write one address in ${field}, such as name@example.com.`
    case 'not_a_number':
      return `Write a whole number in ${field}, in digits.`
    case 'out_of_range':
      return `Write a number from ${number(error.from)} to ${number(error.to)} in ${field}.`
    case 'not_a_choice':
      return `Choose one of the answers for ${field}.`
    case 'not_a_zone':
      return `Choose a time zone from the list for ${field}.`
    case 'not_a_time':
      return `Write a time in ${field}, such as 2:30pm or 14:30.`
    case 'not_a_date':
      return `Write a date in ${field}, such as 2026-12-03.`
    case 'not_a_slug':
      return `Use small letters, digits and hyphens in ${field}, such as first-visit.`
    case 'no_such_local_time':
      return `Choose another time for ${field}: the clock jumps over this one that night.`
    case 'wrong':
      return `Check what stands in ${field}.`
  }
}

/** The words around fields, the same on every face. */
export function formText(_locale: Locale) {
  return {
    /** Over the list of refused fields. */
    problems: (count: number) =>
      count === 1
        ? 'One thing needs your attention'
        : `${SMALL_NUMBERS[count] ?? count} things need your attention`,
    optional: '(optional)',
  }
}

const SMALL_NUMBERS = ['', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine']
