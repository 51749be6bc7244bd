import { z } from 'zod'

/** What a person typed, by field; repeated fields keep all their values. */
export type Typed = Record<string, string | string[]>

/** Field → code of what is wrong with it; pages turn codes into sentences. */
export type FieldErrors<Fields extends string = string> = Partial<Record<Fields, FieldError>>

export type FieldError =
  | { code: 'required' }
  | { code: 'too_long'; longest: number }
  | { code: 'not_an_email' }
  | { code: 'not_a_number' }
  | { code: 'out_of_range'; from: number; to: number }
  | { code: 'not_a_choice' }
  | { code: 'not_a_zone' }
  | { code: 'not_a_time' }
  | { code: 'not_a_date' }
  | { code: 'not_a_slug' }
  | { code: 'no_such_local_time' }
  | { code: 'wrong' }

export type Parsed<T> = { ok: true; value: T } | { ok: false; errors: FieldErrors; typed: Typed }

/**
 * Checks a submitted form against a closed schema. Text is trimmed, line ends are unified and control
 * characters that no keyboard makes are dropped before the check; what was typed comes back with the errors.
 */
export function parseForm<S extends z.ZodType>(schema: S, body: FormData | Typed): Parsed<z.infer<S>> {
  const typed = body instanceof FormData ? typedOf(body) : body
  const cleaned = Object.fromEntries(
    Object.entries(typed).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.map(cleanText) : cleanText(value),
    ]),
  )
  const result = schema.safeParse(cleaned)
  if (result.success) return { ok: true, value: result.data }
  const errors: FieldErrors = {}
  for (const issue of result.error.issues) {
    const field = issue.path.join('.')
    errors[field] ??= errorOf(issue)
  }
  return { ok: false, errors, typed }
}

/** The fields of a form; files count as empty text, because no form of ours takes any. */
export function typedOf(body: FormData): Typed {
  const typed: Typed = Object.create(null) as Typed
  for (const key of new Set(body.keys())) {
    const values = body.getAll(key).map((value) => (typeof value === 'string' ? value : ''))
    typed[key] = values.length === 1 ? values[0]! : values
  }
  return typed
}

/** Trims, unifies line ends, and drops characters that break mails, calendar files and logs. */
export function cleanText(text: string): string {
  return (
    text
      .replaceAll(/\r\n?|\u2028|\u2029/g, '\n')
      // eslint-disable-next-line no-control-regex
      .replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFFFE\uFFFF]/g, '')
      .replaceAll(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '')
      .trim()
  )
}

/** A field error inside a zod check: `refine(check, problem({ code: 'not_a_zone' }))`. */
export function problem(error: FieldError) {
  return { error: () => JSON.stringify(error) }
}

/** One line of text, required, at most `longest` characters. Line breaks become spaces. */
export function line(longest: number) {
  return optionalLine(longest).refine((text) => text !== '', problem({ code: 'required' }))
}

/** One line of text that may be empty. */
export function optionalLine(longest: number) {
  return z
    .string(problem({ code: 'required' }))
    .transform((text) => text.replaceAll(/\s*\n\s*/g, ' '))
    .refine((text) => text.length <= longest, problem({ code: 'too_long', longest }))
}

/** Text of several lines that may be empty. */
export function optionalText(longest: number) {
  return z
    .string(problem({ code: 'required' }))
    .refine((text) => text.length <= longest, problem({ code: 'too_long', longest }))
}

/** One plain address: no display name, no comment, no quoted part, and a domain with a dot. */
export function email() {
  return line(254).refine(isEmail, problem({ code: 'not_an_email' }))
}

/** A whole number in digits. */
export function wholeNumber(from: number, to: number) {
  return z
    .string(problem({ code: 'required' }))
    .refine((text) => text !== '', problem({ code: 'required' }))
    .refine((text) => /^-?\d{1,12}$/.test(text), problem({ code: 'not_a_number' }))
    .transform(Number)
    .refine((value) => value >= from && value <= to, problem({ code: 'out_of_range', from, to }))
}

/** One of a list of values. */
export function choice<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, problem({ code: 'not_a_choice' }))
}

/** True for an address that can be written into a mail header as it is. */
export function isEmail(text: string): boolean {
  if (
    text.length > 254 ||
    !/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(text)
  )
    return false
  const [local, domain] = text.split('@') as [string, string]
  const dotsFine = !local.startsWith('.') && !local.endsWith('.') && !local.includes('..')
  return (
    dotsFine &&
    domain.split('.').every((label) => label.length <= 63 && !label.startsWith('-') && !label.endsWith('-'))
  )
}

function errorOf(issue: z.core.$ZodIssue): FieldError {
  try {
    return JSON.parse(issue.message) as FieldError
  } catch {
    return { code: 'wrong' }
  }
}
