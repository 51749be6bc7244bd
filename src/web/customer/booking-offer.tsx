import type { Locale } from '#messages/locale.ts'
import { bookingText } from '#messages/booking.ts'
import { errorText } from '#messages/frame.ts'
import { calledName } from '#messages/manage.ts'
import { paths } from '#paths.ts'
import type { SystemScope } from '#domain/access/scope.ts'
import { findPage } from '#domain/event-types/find-page.ts'
import { zoneOfHosts } from '#domain/event-types/meeting-zone.ts'
import { findOffer, loadOffers, type Offer, type OfferedSeat } from '#domain/event-types/offer.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { ButtonLink } from '#ui/button.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import type { WebContext } from '../deps.ts'
import { noBookingPage } from '../error-pages.tsx'
import { customerFrame, readerLocale } from './frame.tsx'
import { readPrefill, type Prefill } from './prefill.ts'

/** A public booking page as an address names it. */
export interface OpenPage {
  scope: SystemScope
  slug: string
  pageId: string
  offers: Offer[]
  locale: Locale
  /** What the site that sent the visitor knows of them. */
  prefill: Prefill
}

/** One event type of it. */
export interface OpenOffer extends Omit<OpenPage, 'offers'> {
  offer: Offer
  /** What the addresses of this event type are made of. */
  eventType: string
}

type Found<T> = { ok: true; value: T } | { ok: false; answer: Response | Promise<Response> }

/** The page that `/book/:page` names, or the 404 that says what to do. */
export async function findOpenPage(c: WebContext): Promise<Found<OpenPage>> {
  const found = await findActivePage(c)
  if (!found.ok) return found
  const page = found.value
  const offers = await loadOffers(c.var.deps.context.reader, page.scope, page.pageId)
  return { ok: true, value: { ...page, offers, locale: readerLocale(c, offers[0]?.organization.locale) } }
}

/** The event type that `/book/:page/:eventType` names, or the 404 that says what to do. */
export async function findOpenOffer(c: WebContext): Promise<Found<OpenOffer>> {
  const found = await findActivePage(c)
  if (!found.ok) return found
  const page = found.value
  const eventType = (c.req.param('eventType') ?? '').toLowerCase()
  const offer = isSlug(eventType)
    ? await findOffer(c.var.deps.context.reader, page.scope, page.pageId, eventType)
    : null
  if (!offer) {
    const open = await findOpenPage(c)
    return open.ok ? { ok: false, answer: takenOffPage(c, open.value) } : open
  }
  return {
    ok: true,
    value: { ...page, offer, eventType, locale: readerLocale(c, offer.organization.locale) },
  }
}

async function findActivePage(c: WebContext): Promise<Found<Omit<OpenPage, 'offers' | 'locale'>>> {
  const slug = (c.req.param('page') ?? '').toLowerCase()
  const page = isSlug(slug) ? await findPage(c.var.deps.context.reader, slug) : null
  if (!page) return { ok: false, answer: noBookingPage(c) }
  c.set('frameAncestors', page.embedOrigins)
  if (!page.active) return { ok: false, answer: closedPage(c, page.scope) }
  return { ok: true, value: { scope: page.scope, pageId: page.pageId, slug, prefill: readPrefill(c) } }
}

/** A page that is switched off: the business and its telephone are still told. */
async function closedPage(c: WebContext, scope: SystemScope): Promise<Response> {
  const business = await loadSettings(c.var.deps.context.reader, scope)
  const locale = readerLocale(c, business.locale)
  const { title, lines } = errorText(locale).noBookingPage
  return customerFrame(
    c,
    { title, business, locale, status: 404 },
    <EmptyPanel level={1} heading={title}>
      {lines.join(' ')}
    </EmptyPanel>,
  )
}

/** A page that is there and has nothing to offer yet. */
export async function emptyPage(c: WebContext, { scope }: OpenPage): Promise<Response> {
  const business = await loadSettings(c.var.deps.context.reader, scope)
  const locale = readerLocale(c, business.locale)
  const text = bookingText(locale)
  return customerFrame(
    c,
    { title: text.nothingOffered, business, locale },
    <EmptyPanel level={1} heading={text.nothingOffered}>
      {text.nothingOfferedLine}
    </EmptyPanel>,
  )
}

function takenOffPage(c: WebContext, page: OpenPage): Response | Promise<Response> {
  const { locale, slug } = page
  const { title, lines } = errorText(locale).noEventType
  const [first] = page.offers
  if (!first) return closedPage(c, page.scope)
  const action = <ButtonLink href={paths.bookingPage(slug)}>{bookingText(locale).backToTypes}</ButtonLink>
  return customerFrame(
    c,
    { title, business: first.organization, businessHref: paths.bookingPage(slug), locale, status: 404 },
    <EmptyPanel level={1} heading={title} action={action}>
      {lines.join(' ')}
    </EmptyPanel>,
  )
}

/** Hosts as customers know them; rooms and vehicles are not introduced. */
export function hostSeats(offer: Offer): OfferedSeat[] {
  return offer.seats.filter((seat) => seat.role !== 'resource')
}

/** The other party as clocks call them: the one host, or the business where several people could be meant. */
export function otherParty(offer: Offer): { name: string; zone: string } {
  const people = offer.seats.find((seat) => seat.role === 'primary')?.people ?? []
  const [first] = people
  const name = first && people.length === 1 ? calledName(first.name) : offer.organization.name
  return { name, zone: zoneOfHosts(offer) }
}

// Anything else cannot be an address of ours, and some of it the database would not even take as text.
function isSlug(text: string): boolean {
  return /^[a-z0-9-]{1,64}$/.test(text)
}
