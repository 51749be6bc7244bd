import { paths } from '#paths.ts'
import { bookingText } from '#messages/booking.ts'
import { picksText } from '#messages/packages.ts'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { meetsAtPlace, zoneOfCustomer, zoneOfPage } from '#domain/event-types/meeting-zone.ts'
import type { WebContext } from '../deps.ts'
import { typedBefore } from './booking-again.ts'
import { DetailsForm, type DetailsView } from './booking-details-form.tsx'
import { newFormKey } from './booking-form.ts'
import { findFree, freeBeside, nearestFree } from './booking-free.ts'
import { findOpenOffer, type OpenOffer } from './booking-offer.tsx'
import { inOrder, timesToPick } from './booking-picking.ts'
import { creditHere } from './booking-price.ts'
import { readStarts } from './booking-starts.ts'
import { showTimes } from './booking-times.tsx'
import { customerFrame } from './frame.tsx'
import { todaysName } from './zone-options.ts'

/** P3: who is coming. The chosen time is only shown here; it is taken by the POST. */
export async function detailsPage(c: WebContext): Promise<Response> {
  const found = await findOpenOffer(c)
  if (!found.ok) return found.answer
  const open = found.value
  const text = bookingText(open.locale)
  const named = readStarts(c.req.queries('start') ?? [])
  if (!named || named.length !== timesToPick(open.offer)) {
    return showTimes(c, open, {
      status: 400,
      notice: { title: text.chooseFirst, line: text.chooseFirstLine },
    })
  }
  const starts = inOrder(open.offer, named)
  const zone = zoneOf(open, c.req.query('tz') ?? '')
  const free = await findFree(c, open)
  const { gone } = freeBeside(open, free, starts)
  const [of, ...more] = gone
  const notice = goneNotice(open, gone, zone.zone)
  if (of && (more.length > 0 || starts.length === 1))
    return showTimes(c, open, { status: 409, gone: of, notice })
  const key = newFormKey(c.var.deps.context.secret, open.scope.orgId)
  const typed = { ...(await typedBefore(c, open)), ...open.prefill }
  const creditMinor = await creditHere(c, open)
  const view = { open, starts, ...zone, key, typed, creditMinor }
  if (!of) return showDetails(c, view)
  // Of several times the others stand, so that only this one is asked for again.
  const staying = starts.filter((start) => start !== of)
  const instead = { of, nearest: nearestFree(open, free, staying, of) }
  return showDetails(c, { ...view, notice, instead }, 409)
}

// Of a package the other times stay picked, so only what is gone is named.
function goneNotice({ offer, locale }: OpenOffer, gone: Temporal.Instant[], zone: string) {
  const text = bookingText(locale)
  if (timesToPick(offer) === 1) return { title: text.goneBefore, line: text.goneBeforeLine }
  const words = picksText(locale)
  return { title: words.goneTitle(gone, zone, offer.now), lead: words.goneKept, line: words.goneLine }
}

/** The form with whatever was typed into it. */
export function showDetails(
  c: WebContext,
  view: DetailsView,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> {
  const { offer, locale, slug } = view.open
  const text = bookingText(locale)
  return customerFrame(
    c,
    {
      title: `${text.details}: ${offer.eventType.name}`,
      business: offer.organization,
      businessHref: paths.bookingPage(slug),
      locale,
      status,
      failed: view.problems !== undefined || view.notice !== undefined,
    },
    <DetailsForm {...view} />,
  )
}

/** The zone that a form or an address names, or the page's own; `wrong` when it names none that exists. */
export function zoneOf(
  { offer }: OpenOffer,
  named: string,
): { zone: string; zoneChosen: boolean; zoneWrong: boolean } {
  const [own, wanted] = [zoneOfPage(offer), todaysName(named)]
  if (meetsAtPlace(offer) || wanted === '' || wanted === own)
    return { zone: own, zoneChosen: false, zoneWrong: false }
  const zone = zoneOfCustomer(offer, wanted)
  return { zone: zone ?? own, zoneChosen: zone !== null, zoneWrong: zone === null }
}
