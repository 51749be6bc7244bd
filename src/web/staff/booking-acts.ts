import { z } from 'zod'
import { markRead } from '#domain/bookings/mark-read.ts'
import { sendNewLink } from '#domain/bookings/new-link.ts'
import { paths } from '#paths.ts'
import { parseForm, wholeNumber } from '#platform/forms.ts'
import { isId } from '#platform/ids.ts'
import { refusedAct } from './act-refused.tsx'
import { backOf } from './open-booking.ts'
import { openForChange } from './open-for-change.ts'
import { missingPage } from './refusal-pages.tsx'
import { badForm, readForm } from './request.ts'
import type { StaffContext } from './staff-env.ts'

/** POST: the member has seen the booking. Scripts get 204; a form goes back to where it was. */
export async function submitMarkRead(c: StaffContext): Promise<Response> {
  const typed = await readForm(c)
  const id = c.req.param('id') ?? ''
  const parsed =
    typed &&
    parseForm(z.object({ revision: wholeNumber(1, 2_000_000_000) }), { revision: typed.revision ?? '' })
  if (!typed || !parsed?.ok) return badForm(c)
  if (!isId(id)) return missingPage(c)
  const outcome = await markRead(c.var.deps.context, c.var.scope, id, parsed.value.revision)
  if (!outcome.ok) return missingPage(c)
  return c.req.header('accept')?.includes('text/html')
    ? c.redirect(backOf(typed, paths.activity()), 303)
    : c.body(null, 204)
}

/** POST: mails the customer a new link; the old one ends. */
export async function submitNewLink(c: StaffContext): Promise<Response> {
  const booking = await openForChange(c, 'change', c.var.deps.context.db)
  if (booking instanceof Response) return booking
  const outcome = await sendNewLink(c.var.deps.context, c.var.scope, booking.id)
  return outcome.ok
    ? c.redirect(paths.staffBooking(booking.id), 303)
    : refusedAct(c, booking.id, outcome.refusal)
}
