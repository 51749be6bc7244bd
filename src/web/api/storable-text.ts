import type { FieldError } from './problems.ts'

/** The parts of a request after its schemas have read it. */
interface Read {
  query: unknown
  body: unknown
}

/**
 * The places of text that no database keeps: with a zero in it, or with half of a character. Most fields clean such
 * text away or take none of it; what is left is a mistake of whoever sent it, and never a crash.
 */
export function unstorableText({ query, body }: Read): FieldError[] {
  return [...placesIn(query, (path) => `query:${path.join('.')}`), ...placesIn(body, pointer)].map(
    (field) => ({
      field,
      code: 'unstorable_text',
      detail: 'Has a letter that is none.',
    }),
  )
}

function placesIn(value: unknown, name: (path: string[]) => string, path: string[] = []): string[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [name(path)]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, entry]) =>
    isStorable(key) ? placesIn(entry, name, [...path, key]) : [name(path)],
  )
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

function pointer(path: string[]): string {
  return path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
