import { bookingText } from '#messages/booking.ts'
import { paths } from '#paths.ts'
import { typedOf, type FieldErrors, type Typed } from '#platform/forms.ts'
import { bookOffer } from '#domain/bookings/book.ts'
import type { BookingRefusal } from '#domain/bookings/booking-request.ts'
import type { WebContext } from '../deps.ts'
import { badRequestPage, noBookingPage } from '../error-pages.tsx'
import type { DetailsView } from './booking-details-form.tsx'
import { showDetails, zoneOf } from './booking-details.tsx'
import { detailLabels, newFormKey, openFormKey, readForm } from './booking-form.ts'
import { findOpenOffer, freeStarts, type OpenOffer } from './booking-offer.tsx'
import { readStarts } from './booking-starts.ts'
import { problemsOf, typedText } from './form-errors.ts'

/** POST of P3: books, or shows the form again with everything that was typed and what to do. */
export async function submitDetails(c: WebContext): Promise<Response> {
  const found = await findOpenOffer(c)
  if (!found.ok) return found.answer
  const typed = await readBody(c)
  if (!typed) return badRequestPage(c)
  const open = found.value
  const form = openForm(c, open, typed)
  const details = readForm(open.offer, typed, open.locale)
  const errors: FieldErrors = {
    ...(details.ok ? {} : details.errors),
    ...(form.zoneWrong ? { tz: { code: 'not_a_zone' } } : {}),
  }
  const own = details.ok ? {} : details.own
  if (Object.keys(errors).length > 0 || !details.ok) {
    const problems = problemsOf(errors, detailLabels(open.offer, open.locale), open.locale, own)
    return showDetails(c, { ...form.view, problems }, 422)
  }
  if (form.requestKey === null) return showDetails(c, { ...form.view, notice: oldForm(open) }, 422)
  if (form.view.starts.length !== open.offer.eventType.sessionCount) return askForTime(c, form.view)
  const { context } = c.var.deps
  const outcome = await bookOffer(context, open.scope, open.offer, {
    pageId: open.pageId,
    eventTypeId: open.offer.eventType.id,
    starts: form.view.starts,
    customer: {
      name: details.value.name,
      email: details.value.email,
      phone: details.value.phone,
      zone: form.view.zone,
      locale: open.locale,
    },
    guests: details.value.guests,
    answers: details.value.answers,
    requestKey: form.requestKey,
    channel: 'booking_page',
  })
  if (!outcome.ok) return showRefusal(c, form.view, outcome.refusal)
  const { token, isHeld } = outcome.value
  return c.redirect(isHeld ? paths.pay(token) : paths.result(token, { done: 'booked' }), 303)
}

/** The hidden part of the form. A key that is not ours makes a new one; nothing is booked then. */
function openForm(c: WebContext, open: OpenOffer, typed: Typed) {
  const { secret } = c.var.deps.context
  const sealed = typedText(typed, 'key')
  const requestKey = openFormKey(secret, open.scope.orgId, sealed)
  const { zoneWrong, ...zone } = zoneOf(open, typedText(typed, 'tz'))
  const sent = typed['start'] ?? []
  const starts = readStarts(Array.isArray(sent) ? sent : [sent]) ?? []
  const key = requestKey === null ? newFormKey(secret, open.scope.orgId) : sealed
  const view: DetailsView = { open, starts, ...zone, key, typed }
  return { view, requestKey, zoneWrong }
}

async function showRefusal(c: WebContext, view: DetailsView, refusal: BookingRefusal): Promise<Response> {
  const text = bookingText(view.open.locale)
  if (refusal.code === 'not_offered') return noBookingPage(c)
  if (!('start' in refusal)) return askForTime(c, view)
  const taken = refusal.code === 'slot_taken'
  const notice = { title: taken ? text.justTaken : text.notOffered, line: text.chooseNearest }
  const nearest = refusal.nearest.map((start) => Temporal.Instant.from(start))
  return showDetails(
    c,
    { ...view, notice, instead: { of: Temporal.Instant.from(refusal.start), nearest } },
    409,
  )
}

/** Without a time we can read there is nothing near it, so the first free ones are offered. */
async function askForTime(c: WebContext, view: DetailsView): Promise<Response> {
  const { open } = view
  const text = bookingText(open.locale)
  if (open.offer.eventType.sessionCount > 1) return c.redirect(paths.times(open.slug, open.eventType), 303)
  const { starts } = await freeStarts(c, open)
  const nearest = [...starts.subarray(0, 3)].map((start) =>
    Temporal.Instant.fromEpochMilliseconds(start * 60_000),
  )
  const notice = { title: text.chooseFirst, line: text.chooseNearest }
  return showDetails(c, { ...view, starts: [], notice, instead: { of: null, nearest } }, 422)
}

function oldForm({ locale }: OpenOffer): { title: string; line: string } {
  const text = bookingText(locale)
  return { title: text.oldForm, line: text.oldFormLine }
}

/** The form as sent, or null for a body that is no form. */
async function readBody(c: WebContext): Promise<Typed | null> {
  try {
    return typedOf(await c.req.formData())
  } catch {
    return null
  }
}
