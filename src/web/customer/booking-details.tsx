import { paths } from '#paths.ts'
import { bookingText } from '#messages/booking.ts'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { meetsAtPlace, zoneOfCustomer, zoneOfPage } from '#domain/event-types/meeting-zone.ts'
import type { WebContext } from '../deps.ts'
import { typedBefore } from './booking-again.ts'
import { DetailsForm, type DetailsView } from './booking-details-form.tsx'
import { newFormKey } from './booking-form.ts'
import { findOpenOffer, freeStarts, type OpenOffer } from './booking-offer.tsx'
import { creditHere } from './booking-price.ts'
import { includesStart, readStarts } from './booking-starts.ts'
import { showTimes } from './booking-times.tsx'
import { customerFrame } from './frame.tsx'
import { todaysName } from './zone-options.ts'

/** P3: who is coming. The chosen time is only shown here; it is taken by the POST. */
export async function detailsPage(c: WebContext): Promise<Response> {
  const found = await findOpenOffer(c)
  if (!found.ok) return found.answer
  const open = found.value
  const text = bookingText(open.locale)
  const starts = readStarts(c.req.queries('start') ?? [])
  if (!starts || starts.length !== open.offer.eventType.sessionCount) {
    return showTimes(c, open, {
      status: 400,
      notice: { title: text.chooseFirst, line: text.chooseFirstLine },
    })
  }
  const free = await freeStarts(c, open)
  const gone = starts.find((start) => !includesStart(free.starts, start))
  if (gone)
    return showTimes(c, open, {
      status: 409,
      near: gone,
      notice: { title: text.goneBefore, line: text.goneBeforeLine },
    })
  const key = newFormKey(c.var.deps.context.secret, open.scope.orgId)
  const typed = { ...(await typedBefore(c, open)), ...open.prefill }
  const creditMinor = await creditHere(c, open)
  return showDetails(c, { open, starts, ...zoneOf(open, c.req.query('tz') ?? ''), key, typed, creditMinor })
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
