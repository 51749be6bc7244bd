import { bookingText } from '#messages/booking.ts'
import { payText } from '#messages/pay.ts'
import { paths } from '#paths.ts'
import { cleanText, typedOf, type FieldErrors, type Typed } from '#platform/forms.ts'
import { fromMinute } from '#platform/zones.ts'
import { bookOffer } from '#domain/bookings/book.ts'
import { openCredit } from '#domain/money/credits.ts'
import type { BookingRefusal, DiscountRefusal } from '#domain/bookings/booking-request.ts'
import type { WebContext } from '../deps.ts'
import { badRequestPage, noBookingPage } from '../error-pages.tsx'
import type { DetailsView } from './booking-details-form.tsx'
import { showDetails, zoneOf } from './booking-details.tsx'
import { detailLabels, newFormKey, openFormKey, readForm, takesDiscount } from './booking-form.ts'
import { findFree, freeBeside, nearestFree } from './booking-free.ts'
import { findOpenOffer, type OpenOffer } from './booking-offer.tsx'
import { inOrder, timesToPick } from './booking-picking.ts'
import { bookingBefore } from './booking-again.ts'
import { creditHere } from './booking-price.ts'
import { readStarts, withStarts } from './booking-starts.ts'
import { problemsOf, typedText } from './form-errors.ts'
import { readSealed } from './prefill.ts'

/** POST of P3: books, or shows the form again with everything that was typed and what to do. */
export async function submitDetails(c: WebContext): Promise<Response> {
  const found = await findOpenOffer(c)
  if (!found.ok) return found.answer
  const typed = await readBody(c)
  if (!typed) return badRequestPage(c)
  const open = withSealed(found.value, typed)
  const form = await openForm(c, open, typed)
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
  if (form.view.starts.length !== timesToPick(open.offer)) return askForTime(c, form.view)
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
    ...moneyOf(c, open, typed),
    ...(await bookingBefore(c, open)),
    requestKey: form.requestKey,
    channel: 'booking_page',
  })
  if (!outcome.ok) return showRefusal(c, form.view, outcome.refusal)
  const { token, isHeld, isRequested } = outcome.value
  const done = isRequested ? 'requested' : 'booked'
  return c.redirect(isHeld ? paths.pay(token) : paths.result(token, { done }), 303)
}

/** The seals that came with the form go on with it, so that no refusal loses them. */
function withSealed(open: OpenOffer, typed: Typed): OpenOffer {
  return { ...open, prefill: { ...open.prefill, ...readSealed((name) => typedText(typed, name)) } }
}

/** The code as it was typed, and whose credit the form proves. Whatever else a form says about money is not read. */
function moneyOf(c: WebContext, { scope, offer, prefill }: OpenOffer, typed: Typed) {
  const creditOf = openCredit(c.var.deps.context.secret, scope.orgId, prefill['credit'] ?? '')
  return {
    ...(takesDiscount(offer) ? { discountCode: cleanText(typedText(typed, 'discount')) } : {}),
    ...(creditOf ? { creditOf } : {}),
  }
}

/** The hidden part of the form. A key that is not ours makes a new one; nothing is booked then. */
async function openForm(c: WebContext, open: OpenOffer, typed: Typed) {
  const { secret } = c.var.deps.context
  const sealed = typedText(typed, 'key')
  const requestKey = openFormKey(secret, open.scope.orgId, sealed)
  const { zoneWrong, ...zone } = zoneOf(open, typedText(typed, 'tz'))
  const sent = typed['start'] ?? []
  const starts = inOrder(open.offer, readStarts(Array.isArray(sent) ? sent : [sent]) ?? [])
  const key = requestKey === null ? newFormKey(secret, open.scope.orgId) : sealed
  const creditMinor = await creditHere(c, open)
  const view: DetailsView = { open, starts, ...zone, key, typed, creditMinor }
  return { view, requestKey, zoneWrong }
}

async function showRefusal(c: WebContext, view: DetailsView, refusal: BookingRefusal): Promise<Response> {
  const text = bookingText(view.open.locale)
  if (refusal.code === 'not_offered') return noBookingPage(c)
  if (refusal.code === 'discount_refused') return showDetails(c, withBadCode(view, refusal.because), 422)
  if (!('start' in refusal)) return askForTime(c, view)
  const taken = refusal.code === 'slot_taken'
  const notice = { title: taken ? text.justTaken : text.notOffered, line: text.chooseNearest }
  const of = await goneOne(c, view, Temporal.Instant.from(refusal.start))
  return showDetails(c, { ...view, notice, instead: of }, 409)
}

// The database refuses an overlap without saying of which time; of several it is the one that is not free any more.
async function goneOne(c: WebContext, { open, starts }: DetailsView, named: Temporal.Instant) {
  const free = await findFree(c, open)
  const of = freeBeside(open, free, starts).gone[0] ?? named
  const staying = starts.filter((start) => !start.equals(of))
  return { of, nearest: nearestFree(open, free, staying, of) }
}

function withBadCode(view: DetailsView, because: DiscountRefusal): DetailsView {
  const { offer, locale } = view.open
  const code = cleanText(typedText(view.typed, 'discount')).slice(0, 40)
  const own = { discount: payText(locale).codeProblem[because](code) }
  return {
    ...view,
    problems: problemsOf({ discount: { code: 'wrong' } }, detailLabels(offer, locale), locale, own),
  }
}

/** A time is missing: the one that was gone before is asked for again; without one, the first free ones are offered. */
async function askForTime(c: WebContext, view: DetailsView): Promise<Response> {
  const { open, starts } = view
  const text = bookingText(open.locale)
  const free = await findFree(c, open)
  const notice = { title: text.chooseFirst, line: text.chooseNearest }
  const wanted = timesToPick(open.offer)
  const kept = wanted > 1 ? starts : []
  // Only a form that nobody of ours made lacks more than one.
  if (kept.length !== wanted - 1) {
    const times = paths.times(open.slug, open.eventType)
    return c.redirect(withStarts(times, kept.slice(0, wanted - 1)), 303)
  }
  const [of = null] = readStarts([typedText(view.typed, 'gone')]) ?? []
  const nearest = of
    ? nearestFree(open, free, kept, of)
    : [...freeBeside(open, free, kept).starts.subarray(0, 3)].map((start) => fromMinute(start))
  return showDetails(c, { ...view, starts: kept, notice, instead: { of, nearest } }, 422)
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
