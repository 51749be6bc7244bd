import type { Context as HonoContext } from 'hono'
import { getCookie } from 'hono/cookie'
import { serialize } from 'hono/utils/cookie'
import type { Context } from '#platform/context.ts'
import { LOGIN_DAYS, openLoginOf } from '#domain/access/sign-in.ts'
import type { WebEnv } from '../deps.ts'

const NAME = 'kept_login'

/** The `set-cookie` header that keeps somebody signed in: out of reach of scripts, and sent to staff pages only. */
export function loginCookie(c: Pick<HonoContext<WebEnv>, 'var'>, token: string): string {
  return serialize(NAME, token, { ...attributes(c), maxAge: LOGIN_DAYS * 86_400 })
}

/** The `set-cookie` header that makes the browser forget. */
export function noLoginCookie(c: Pick<HonoContext<WebEnv>, 'var'>): string {
  return serialize(NAME, '', { ...attributes(c), maxAge: 0 })
}

/** The token that the browser sent, or null. */
export function readLoginCookie(c: { req: HonoContext['req'] }): string | null {
  return getCookie(c as HonoContext, NAME) ?? null
}

/** Signs a member in without a password: only for the demonstration's ready-made pages and for tests. */
export async function signInMember(
  context: Context,
  member: { orgId: string; memberId: string },
): Promise<string> {
  const token = await openLoginOf(context, member.orgId, member.memberId)
  if (!token) throw new Error('Nobody can be signed in: there is no such member.')
  return token
}

function attributes(c: Pick<HonoContext<WebEnv>, 'var'>) {
  const secure = c.var.deps.config.publicUrl.startsWith('https:')
  return { path: '/staff', httpOnly: true, secure, sameSite: 'Lax' as const }
}
