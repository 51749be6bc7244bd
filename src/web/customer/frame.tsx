import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { frameText } from '#messages/frame.ts'
import { localeOf, type Locale } from '#messages/locale.ts'
import { spellReference } from '#platform/ids.ts'
import { CustomerPage, type CustomerPageProps } from '#ui/page.tsx'
import { assetPath } from '../assets.ts'
import type { WebContext } from '../deps.ts'
import { rememberBusiness } from '../known-businesses.ts'

/** The business as its pages name it; `Offer.organization` and `Booking.organization` fit as they are. */
export interface Business {
  name: string
  contactEmail: string | null
  contactPhone: string | null
}

/** What the site around the page is told: no names, no addresses, nothing that opens the booking. */
export interface EmbedEvent {
  type: 'booking.scheduled' | 'booking.rescheduled' | 'booking.canceled' | 'booking.confirmed_by_customer'
  reference: string
  /** Instants in UTC. */
  sessions: { start: string; end: string }[]
}

export interface FrameOptions {
  /** The page alone; the frame adds the business and, after a refused form, the word for an error. */
  title: string
  business: Business
  /** Where the name of the business leads: its booking page. Left out, it leads nowhere. */
  businessHref?: string
  locale: Locale
  /** Six letters as stored. */
  reference?: string
  width?: 'reading' | 'wide'
  /** True where search engines are welcome: public booking pages that answer 200. */
  index?: boolean
  /** 200 unless told. */
  status?: ContentfulStatusCode
  /** A form on the page was refused: the tab then says so first (ux 4.6). */
  failed?: boolean
  /** What has just happened, for the site around a framed page. */
  happened?: EmbedEvent | undefined
}

/** A whole page for customers, with the help of the business in the same spot on every page (WCAG 3.2.6). */
export function customerFrame(
  c: WebContext,
  options: FrameOptions,
  children: Child,
): Response | Promise<Response> {
  const { business, locale } = options
  rememberBusiness(c, business)
  const text = frameText(locale)
  const page = (
    <CustomerPage
      title={text.tab(options.title, business.name, options.failed ?? false)}
      lang={locale}
      stylesheet={assetPath('src/ui/styles/customer.css')}
      script={assetPath('src/client/customer.ts')}
      nonce={c.var.nonce}
      index={options.index}
      skipLabel={text.skip}
      business={{ name: business.name, href: options.businessHref }}
      reference={
        options.reference ? { label: text.reference, value: spellReference(options.reference) } : undefined
      }
      width={options.width}
      framed={isFramed(c) ? { by: c.var.frameAncestors ?? [], event: options.happened } : undefined}
      help={{ heading: text.help, lines: helpLines(business, text.noContact(business.name)) }}
    >
      {children}
    </CustomerPage>
  )
  return c.html(page, options.status ?? 200)
}

/** True inside a page of another site. Browsers say so themselves with every navigation, a sent form included. */
function isFramed(c: WebContext): boolean {
  return /^i?frame$/.test(c.req.header('sec-fetch-dest') ?? '')
}

/** The reader's language: what the browser asks for, else what the business speaks. */
export function readerLocale(c: WebContext, otherwise?: string): Locale {
  return localeOf([c.req.header('accept-language'), otherwise].filter(Boolean).join(','))
}

/** How to reach a business, for the end of its pages; `nothing` is said where it gave neither phone nor e-mail. */
export function helpLines(business: Business, nothing: string): CustomerPageProps['help']['lines'] {
  const { contactPhone, contactEmail } = business
  const lines: CustomerPageProps['help']['lines'][number][] = []
  if (contactPhone)
    lines.push({ icon: 'phone', text: contactPhone, href: `tel:${contactPhone.replaceAll(/[^+\d]/g, '')}` })
  if (contactEmail)
    lines.push({ icon: 'mail', text: contactEmail, href: `mailto:${encodeURI(contactEmail)}` })
  return lines.length > 0 ? lines : [{ text: nothing }]
}
