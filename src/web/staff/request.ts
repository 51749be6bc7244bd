import type { Context as HonoContext } from 'hono'
import { cleanText, typedOf, type Typed } from '#platform/forms.ts'
import type { WebContext } from '../deps.ts'
import { badRequestPage } from '../error-pages.tsx'
import type { StaffContext } from './staff-env.ts'

/** The fields of a posted form, or null when the body is no form at all (400). */
export async function readForm(c: { req: HonoContext['req'] }): Promise<Typed | null> {
  try {
    return typedOf(await c.req.formData())
  } catch {
    return null
  }
}

/** 400 inside the frame's sub-application: the body was no form. */
export function badForm(c: StaffContext): Response | Promise<Response> {
  return badRequestPage(c as unknown as WebContext)
}

/** One parameter of the address, cleaned; of a repeated one, the first. Empty text counts as absent. */
export function queryText(c: { req: HonoContext['req'] }, name: string): string | undefined {
  const text = cleanText(c.req.query(name) ?? '')
  return text === '' ? undefined : text.slice(0, LONGEST_PARAMETER)
}

const LONGEST_PARAMETER = 2_000

/** The word for a code that an address carries; codes that a list does not hold itself have none. */
export function wordFor(
  words: Readonly<Record<string, string>>,
  code: string | undefined,
): string | undefined {
  return code !== undefined && Object.hasOwn(words, code) ? words[code] : undefined
}
