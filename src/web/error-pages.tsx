import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { errorText, type Explanation } from '#messages/frame.ts'
import { localeOf } from '#messages/locale.ts'
import { paths } from '#paths.ts'
import { sqlState } from '#platform/db.ts'
import { maskPath } from '#platform/log.ts'
import { ButtonLink } from '#ui/button.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { Icon } from '#ui/icons.tsx'
import { Section, Stack } from '#ui/layout.tsx'
import { PlainPage } from '#ui/page.tsx'
import { assetPath } from './assets.ts'
import { helpLines } from './customer/frame.tsx'
import type { WebContext } from './deps.ts'
import { knownBusiness, type Contact } from './known-businesses.ts'

/** 404: no page at this address. */
export function notFoundPage(c: WebContext): Response | Promise<Response> {
  return explain(c, 404, text(c).notFound)
}

/** 404 for a booking address that leads nowhere or to a page that was switched off. */
export function noBookingPage(c: WebContext): Response | Promise<Response> {
  return explain(c, 404, text(c).noBookingPage)
}

/** 400: the request cannot be understood, and no form of ours would send it. */
export function badRequestPage(c: WebContext): Response | Promise<Response> {
  return explain(c, 400, text(c).badRequest)
}

/** 403: the form was posted from another site. */
export function foreignFormPage(c: WebContext): Response | Promise<Response> {
  return explain(c, 403, text(c).foreignForm)
}

/** 413: more was sent than any form of ours holds. */
export function tooLargePage(c: WebContext): Response | Promise<Response> {
  return explain(c, 413, text(c).tooLarge)
}

/**
 * 500, or 503 when the database cannot be reached. The log gets the error; the reader gets the id under which it
 * stands there, and how to reach the business, and nothing else, because messages of errors may quote what other people
 * typed (ux M19).
 */
export function crashedPage(error: Error, c: WebContext): Response | Promise<Response> {
  const { requestId } = c.var
  crashLog(error, c)
  const hasSent = c.req.method !== 'GET' && c.req.method !== 'HEAD'
  const business = knownBusiness(c)
  if (!isUnreachable(error)) return explain(c, 500, text(c).crashed(requestId, hasSent), business)
  c.header('retry-after', '30')
  return explain(c, 503, text(c).unavailable(requestId, hasSent), business)
}

/** What the log keeps of a request that broke. */
export function crashLog(
  error: Error,
  c: { var: Pick<WebContext['var'], 'deps' | 'requestId'>; req: { path: string } },
): void {
  c.var.deps.log.error(isUnreachable(error) ? 'The database does not answer.' : 'A request crashed.', {
    request: c.var.requestId,
    path: maskPath(c.req.path),
    error,
  })
}

// Connection failures of the system, and PostgreSQL's own classes for "too many clients" and "shutting down".
export function isUnreachable(error: Error): boolean {
  const code = 'code' in error ? String(error.code) : ''
  if (['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'].includes(code)) return true
  if (/^(08|53|57P)/.test(sqlState(error) ?? '')) return true
  return /timeout exceeded when trying to connect|Connection terminated/.test(error.message)
}

// What was sent is not sent again by a link: only looking is offered twice, and only on our own pages.
function WayOut({ c, canRetry }: { c: WebContext; canRetry: boolean }) {
  const { pathname, search } = new URL(c.req.url)
  return (
    <>
      {canRetry && c.req.method === 'GET' && !pathname.startsWith('//') ? (
        <ButtonLink href={`${pathname}${search}`}>{text(c).retry}</ButtonLink>
      ) : null}
      <ButtonLink kind="quiet" href={paths.home()} icon="house" target="_top">
        {text(c).home}
      </ButtonLink>
    </>
  )
}

// A telephone works on a bad day, too.
function Reach({ c, business }: { c: WebContext; business: Contact }) {
  const lines = helpLines(business, '').filter((line) => line.href)
  if (lines.length === 0) return null
  return (
    <Section heading={text(c).reach(business.name)}>
      <ul class="link-list">
        {lines.map((line) => (
          <li>
            <a href={line.href}>
              {line.icon ? <Icon name={line.icon} /> : null} <bdi>{line.text}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function text(c: WebContext) {
  return errorText(localeOf(c.req.header('accept-language')))
}

function explain(
  c: WebContext,
  status: ContentfulStatusCode,
  words: Explanation,
  business: Contact | null = null,
): Response | Promise<Response> {
  const page = (
    <PlainPage
      title={words.title}
      lang={localeOf(c.req.header('accept-language'))}
      stylesheet={assetPath('src/ui/styles/customer.css')}
      nonce={c.var.nonce}
      brand={business?.name}
    >
      <Stack gap="section">
        <EmptyPanel level={1} heading={words.title} action={<WayOut c={c} canRetry={status >= 500} />}>
          {words.lines.join(' ')}
        </EmptyPanel>
        {business ? <Reach c={c} business={business} /> : null}
      </Stack>
    </PlainPage>
  )
  return c.html(page, status)
}
