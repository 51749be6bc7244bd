import type { Context as HonoContext } from 'hono'
import { ACTIVITY_STATUSES, type ActivityFilters } from '#domain/bookings/activities.ts'
import { startOfLocalDay } from '#platform/zones.ts'
import type { FieldErrors } from '#platform/forms.ts'
import { queryText } from './request.ts'

/** The four dates of the filter form, by the name of their field. */
export const DATE_FIELDS = ['createdFrom', 'createdTo', 'updatedFrom', 'updatedTo'] as const

const LONGEST_SEARCH = 200

/** What the address of the stream asks for. */
export interface ActivityAsked {
  filters: ActivityFilters
  /** The filters as they were typed, for the form and for every link that keeps them; absent ones are left out. */
  typed: Record<string, string>
  /** What could not be understood; such a filter is not applied. */
  errors: FieldErrors
}

/** Reads the filters out of the address; dates are whole days in the viewer's zone. */
export function readFilters(c: { req: HonoContext['req'] }, zone: string): ActivityAsked {
  const asked: ActivityAsked = { filters: {}, typed: {}, errors: {} }
  readView(c, asked)
  readStatus(c, asked)
  readText(c, asked)
  for (const name of DATE_FIELDS) readDate(c, name, zone, asked)
  return asked
}

function readView(c: { req: HonoContext['req'] }, { filters, typed }: ActivityAsked): void {
  const view = queryText(c, 'view')
  if (view !== 'mine' && view !== 'unread') return
  typed.view = view
  filters[view] = true
}

function readStatus(c: { req: HonoContext['req'] }, { filters, typed, errors }: ActivityAsked): void {
  const wanted = queryText(c, 'status')
  if (!wanted) return
  const status = ACTIVITY_STATUSES.find((name) => name === wanted)
  typed.status = wanted.slice(0, LONGEST_SEARCH)
  if (status) filters.status = status
  else errors.status = { code: 'not_a_choice' }
}

function readText(c: { req: HonoContext['req'] }, { filters, typed, errors }: ActivityAsked): void {
  const text = queryText(c, 'q')
  if (!text) return
  typed.q = text
  if (text.length <= LONGEST_SEARCH) filters.text = text
  else errors.q = { code: 'too_long', longest: LONGEST_SEARCH }
}

function readDate(
  c: { req: HonoContext['req'] },
  name: (typeof DATE_FIELDS)[number],
  zone: string,
  asked: ActivityAsked,
): void {
  const text = queryText(c, name)
  if (!text) return
  asked.typed[name] = text.slice(0, LONGEST_SEARCH)
  const date = plainDate(text)
  if (!date) asked.errors[name] = { code: 'not_a_date' }
  // A span ends before the day after its last one.
  else asked.filters[name] = startOfLocalDay(name.endsWith('To') ? date.add({ days: 1 }) : date, zone)
}

/** A date such as 2026-12-03 in the years that computers and people agree on, or null. */
export function plainDate(text: string): Temporal.PlainDate | null {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return null
  try {
    return Temporal.PlainDate.from(text)
  } catch {
    return null
  }
}
