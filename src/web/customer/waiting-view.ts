import { localeOf, type Locale } from '#messages/locale.ts'
import { paths } from '#paths.ts'
import { systemScope } from '#domain/access/scope.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { loadWaiting, type Waiting } from '#domain/waitlist/load-waiting.ts'
import type { WebContext } from '../deps.ts'
import type { Business } from './frame.tsx'
import { unknownLinkPage } from './lost-link.tsx'
import { sealForm } from './waiting-form.ts'

/** What every page behind such a link stands on. */
export interface WaitingView {
  token: string
  waiting: Waiting
  locale: Locale
  zone: string
  business: Business
  /** The sealed key of this page's forms. */
  key: string
}

/** The view behind the link in the address, or the page for links that open nothing. */
export async function openWaiting(c: WebContext): Promise<WaitingView | Response> {
  const { reader, secret } = c.var.deps.context
  const token = c.req.param('token') ?? ''
  const waiting = await loadWaiting(reader, token)
  if (!waiting) return unknownLinkPage(c)
  const { entry, offer } = waiting
  const business = offer?.organization ?? (await loadSettings(reader, systemScope(entry.orgId)))
  if (offer) c.set('frameAncestors', offer.organization.embedOrigins)
  if (offer?.organization.money.provider) c.set('formTargets', c.var.payments.payOrigins)
  return {
    token,
    waiting,
    locale: localeOf(entry.locale),
    zone: waiting.zone,
    business,
    key: sealForm(secret, entry.id, waiting.now),
  }
}

/** What all these pages tell the frame. */
export function frameOf({ business, waiting: { offer }, locale }: WaitingView) {
  return { business, locale, ...(offer ? { businessHref: paths.bookingPage(offer.page.slug) } : {}) }
}
