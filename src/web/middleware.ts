import { randomBytes } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { paths } from '#paths.ts'
import { maskPath } from '#platform/log.ts'
import { newId } from '#platform/ids.ts'
import type { PaymentProviders } from '#domain/money/payment-provider.ts'
import { problemResponse } from './api/problems.ts'
import type { AppDeps, WebContext, WebEnv } from './deps.ts'
import { tooLargePage, foreignFormPage } from './error-pages.tsx'

type Middleware = MiddlewareHandler<WebEnv>

/** No form of ours comes near this. */
const LARGEST_BODY_BYTES = 1024 * 1024

/** Gives the request what pages stand on, a nonce for its policy and an id for the log. */
export function announce(deps: AppDeps, payments: PaymentProviders): Middleware {
  return async (c, next) => {
    c.set('deps', deps)
    c.set('payments', payments)
    c.set('nonce', randomBytes(16).toString('base64'))
    c.set('requestId', newId().slice(-12))
    await next()
  }
}

/** One line per request; addresses that carry a token are masked. */
export function logRequests(): Middleware {
  return async (c, next) => {
    const started = performance.now()
    await next()
    const ms = Math.round(performance.now() - started)
    c.var.deps.log.debug('Answered.', {
      method: c.req.method,
      path: maskPath(c.req.path),
      status: c.res.status,
      ms,
      request: c.var.requestId,
    })
  }
}

/**
 * Strict headers for every answer. Scripts and styles come from our own files or carry the nonce; a page that a
 * link opens is never cached and sends no referrer, so its token stays in the address bar. Nobody may frame an
 * answer but the sites that its handler named as `frameAncestors`.
 */
export function secureHeaders(): Middleware {
  return async (c, next) => {
    await next()
    const set = (name: string, value: string) => {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value)
    }
    const { nonce } = c.var
    const trusted = c.req.path.startsWith('/staff') ? '' : "; require-trusted-types-for 'script'"
    set(
      'content-security-policy',
      `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action ${formTargets(c.var.formTargets)}; base-uri 'none'; frame-ancestors ${ancestors(c.var.frameAncestors)}${trusted}`,
    )
    set('referrer-policy', 'no-referrer')
    set('x-content-type-options', 'nosniff')
    set('cross-origin-opener-policy', 'same-origin')
    set('permissions-policy', 'camera=(), microphone=(), geolocation=()')
    set('cache-control', 'no-store')
    if (c.var.deps.config.publicUrl.startsWith('https:')) set('strict-transport-security', 'max-age=31536000')
  }
}

function isForPrograms(path: string): boolean {
  return path.startsWith('/v1/') || path === paths.mcp()
}

// What is not plainly an origin never gets into the policy, where a semicolon would begin another rule.
function ancestors(origins?: readonly string[]): string {
  return plainOrigins(origins).join(' ') || "'none'"
}

// Browsers hold a form to this rule through every redirect, also the one to a provider's page.
function formTargets(origins?: readonly string[]): string {
  return ["'self'", ...plainOrigins(origins)].join(' ')
}

function plainOrigins(origins: readonly string[] = []): string[] {
  return origins.filter((origin) => /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/.test(origin))
}

/** 413 as a page, or as a problem for programs, before the body is read further. */
export function limitBody(): Middleware {
  return bodyLimit({
    maxSize: LARGEST_BODY_BYTES,
    onError: (c: WebContext) =>
      isForPrograms(c.req.path) ? problemResponse(c, { code: 'too_large' }) : tooLargePage(c),
  })
}

/**
 * A form posted from another site is refused (CSRF): browsers say where a post comes from, and the staff cookie
 * is SameSite=Lax besides. Programs that are no browsers send neither header and carry no cookie of ours.
 */
export function refuseForeignForms(): Middleware {
  return async (c, next) => {
    const safe = c.req.method === 'GET' || c.req.method === 'HEAD'
    return safe || comesFromUs(c.req.header('sec-fetch-site'), c.req.header('origin'), c.req.url)
      ? next()
      : foreignFormPage(c)
  }
}

function comesFromUs(site: string | undefined, origin: string | undefined, url: string): boolean {
  if (site) return site === 'same-origin' || site === 'none'
  return !origin || origin === 'null' ? !origin : new URL(origin).host === new URL(url).host
}
