import { z } from '@hono/zod-openapi'
import { cleanText, isEmail } from '#platform/forms.ts'
import { isZone } from '#platform/zones.ts'
import { readDate } from '../staff/settings/typed-date.ts'

/*
 * Text that programs send is cleaned exactly as what people type in a form: trimmed, line ends unified, and without
 * control characters, which would break mails, calendar files and logs.
 */

/** One line of text that may be empty. Line breaks become spaces. */
export function optionalLine(longest: number) {
  return z
    .string()
    .max(longest)
    .transform((text) => cleanText(text).replaceAll(/\s*\n\s*/g, ' '))
}

/** One line of text that says something. */
export function line(longest: number) {
  return z
    .string()
    .min(1)
    .max(longest)
    .transform((text) => cleanText(text).replaceAll(/\s*\n\s*/g, ' '))
    .refine((text) => text !== '', 'is empty')
}

/** Text of several lines that may be empty. */
export function optionalText(longest: number) {
  return z.string().max(longest).transform(cleanText)
}

/** Text of several lines that says something. */
export function text(longest: number) {
  return z
    .string()
    .min(1)
    .max(longest)
    .transform(cleanText)
    .refine((value) => value !== '', 'is empty')
}

/** A zone somebody sends, as the IANA database spells it. */
export function zoneIn() {
  return z
    .string()
    .max(100)
    .refine(isZone, 'is no time zone')
    .openapi({ example: 'Europe/London', description: 'An IANA time zone.' })
}

/** One plain address. */
export function emailIn() {
  return z
    .string()
    .max(254)
    .refine(isEmail, 'is no e-mail address')
    .openapi({ example: 'bo@kestrel.example' })
}

/** The last part of a public address. */
export function slugIn() {
  return z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/)
    .openapi({ example: 'panel-interview' })
}

/** A date in the years 2000 to 2199: hours and holidays are planned there. */
export function dateIn() {
  return z
    .string()
    .regex(/^2[01]\d\d-\d\d-\d\d$/)
    .refine((value) => readDate(value) !== null, 'is no date')
    .openapi({ example: '2026-12-24' })
}
