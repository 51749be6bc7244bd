import type { MiddlewareHandler } from 'hono'
import type { Permission } from '#domain/access/permissions.ts'
import { may, scopeOfLogin } from '#domain/access/scope.ts'
import { loadViewer, whoMay } from '#domain/bookings/staff-reads.ts'
import { localeOf } from '#messages/locale.ts'
import { paths } from '#paths.ts'
import { readLoginCookie } from './login-cookie.ts'
import { forbiddenPage } from './refusal-pages.tsx'
import type { StaffContext, StaffEnv } from './staff-env.ts'

/** Lets signed-in members through; everybody else is sent to the sign-in page and back afterwards. */
export function requireMember(): MiddlewareHandler<StaffEnv> {
  return async (c, next) => {
    const { context } = c.var.deps
    const token = readLoginCookie(c)
    const scope = token ? await scopeOfLogin(context.reader, token) : null
    if (!scope) return c.redirect(paths.signIn(comeBack(c)), 303)
    c.set('scope', scope)
    const viewer = await loadViewer(context.reader, scope)
    c.set('viewer', viewer)
    c.set('locale', localeOf(viewer.organization.locale))
    return next()
  }
}

/** 403 for members whose role does not hold this permission; the page names colleagues whose role does. */
export function requirePermission(permission: Permission): MiddlewareHandler<StaffEnv> {
  return async (c, next) => {
    if (may(c.var.scope, permission)) return next()
    return forbiddenPage(c, await whoMay(c.var.deps.context.reader, c.var.scope, permission))
  }
}

/** The same where any one of several permissions is enough; colleagues are named who hold the first. */
export function requireAnyPermission(
  permissions: readonly [Permission, ...Permission[]],
): MiddlewareHandler<StaffEnv> {
  return async (c, next) => {
    if (permissions.some((permission) => may(c.var.scope, permission))) return next()
    return forbiddenPage(c, await whoMay(c.var.deps.context.reader, c.var.scope, permissions[0]))
  }
}

/**
 * The place to go to after signing in, as our own path, or null. Only paths of staff pages are taken: anything
 * else in the address of the sign-in page could lead people to a stranger's site.
 */
export function ownStaffPath(wanted: string | undefined): string | null {
  if (!wanted?.startsWith('/staff') || wanted.length > 2_000) return null
  const home = 'http://kept.example'
  const url = URL.parse(wanted, home)
  if (!url || url.origin !== home) return null
  const inside = url.pathname === '/staff' || url.pathname.startsWith('/staff/')
  const isDoor = [paths.signIn(), paths.signOut(), paths.forgotPassword()].includes(url.pathname)
  return inside && !isDoor ? `${url.pathname}${url.search}` : null
}

// A form that was posted without a login cannot be posted again by a link.
function comeBack(c: StaffContext): { next?: string } {
  const next = c.req.method === 'GET' ? ownStaffPath(c.req.path + new URL(c.req.url).search) : null
  return next && next !== paths.activity() ? { next } : {}
}
