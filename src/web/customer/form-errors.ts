import { fieldErrorText, formText } from '#messages/forms.ts'
import type { Locale } from '#messages/locale.ts'
import type { FieldErrors, Typed } from '#platform/forms.ts'
import type { FieldProblem } from '#ui/error-summary.tsx'

/** A refused form in words: the list for the top of the page, and a sentence for each field. */
export interface FormProblems {
  heading: string
  problems: FieldProblem[]
  of: (name: string) => string | undefined
}

/** The id of a field's control; the list of problems leads to it. */
export function fieldId(name: string): string {
  return `f-${name}`
}

/**
 * Turns codes into sentences, in the order of `labels` (name of the field → label), which is the order of the page.
 * `own` holds sentences that a page has for fields of its own kind; they win. A code for a field without a label
 * belongs to something the form hides and is left to the page.
 */
export function problemsOf(
  errors: FieldErrors,
  labels: Readonly<Record<string, string>>,
  locale: Locale,
  own: Readonly<Record<string, string | undefined>> = {},
): FormProblems {
  const sentences = new Map<string, string>()
  for (const [name, label] of Object.entries(labels)) {
    const error = errors[name]
    const sentence = own[name] ?? (error && fieldErrorText(error, label, locale))
    if (sentence) sentences.set(name, sentence)
  }
  return {
    heading: formText(locale).problems(sentences.size),
    problems: [...sentences].map(([name, text]) => ({ href: `#${fieldId(name)}`, text })),
    of: (name) => sentences.get(name),
  }
}

/** What was typed into a field; of a field sent several times, the first. */
export function typedText(typed: Typed, name: string): string {
  const value = typed[name] ?? ''
  return Array.isArray(value) ? (value[0] ?? '') : value
}
