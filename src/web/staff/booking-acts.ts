import { z } from 'zod'
import type { ActionRefusal } from '#domain/bookings/act-on-sessions.ts'
import { markNoShow, revertNoShow } from '#domain/bookings/mark-no-show.ts'
import { markRead } from '#domain/bookings/mark-read.ts'
import { sendNewLink } from '#domain/bookings/new-link.ts'
import { whoMay } from '#domain/bookings/staff-reads.ts'
import { loadHistory } from '#domain/bookings/timeline.ts'
import { changeRefused } from '#messages/staff-change.ts'
import { paths } from '#paths.ts'
import { choice, line, parseForm, wholeNumber } from '#platform/forms.ts'
import { isId } from '#platform/ids.ts'
import { bookingView } from './booking.tsx'
import { backOf, openBooking } from './open-booking.ts'
import { openForChange } from './open-for-change.ts'
import { forbiddenPage, missingPage } from './refusal-pages.tsx'
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

/** POST: marks a session as a no-show, or takes that back. */
export async function submitNoShow(c: StaffContext): Promise<Response> {
  const typed = await readForm(c)
  const parsed =
    typed &&
    parseForm(z.object({ session: line(36), act: choice(['set', 'revert']) }), {
      session: typed.session ?? '',
      act: typed.act ?? '',
    })
  if (!parsed?.ok) return badForm(c)
  const booking = await openForChange(c, 'no_show', c.var.deps.context.db)
  if (booking instanceof Response) return booking
  const carryOut = parsed.value.act === 'set' ? markNoShow : revertNoShow
  const outcome = await carryOut(c.var.deps.context, c.var.scope, booking.id, parsed.value.session)
  if (!outcome.ok) return refusedAct(c, booking.id, outcome.refusal)
  await markRead(c.var.deps.context, c.var.scope, booking.id, outcome.value.revision)
  return c.redirect(paths.staffBooking(booking.id), 303)
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

async function refusedAct(c: StaffContext, bookingId: string, refusal: ActionRefusal): Promise<Response> {
  const { reader } = c.var.deps.context
  if (refusal.code === 'not_permitted')
    return forbiddenPage(c, await whoMay(reader, c.var.scope, 'booking.change.all'))
  if (refusal.code === 'unknown_booking' || refusal.code === 'unknown_session') return missingPage(c)
  const present = await openBooking(c, bookingId)
  if (!present) return missingPage(c)
  return bookingView(
    c,
    present,
    await loadHistory(reader, c.var.scope, bookingId),
    409,
    changeRefused('state', c.var.locale),
  )
}
