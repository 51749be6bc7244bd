import type { Context as HonoContext } from 'hono'
import type { ApiScope } from '#domain/access/api-scopes.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import type { FoundPage } from '#domain/event-types/find-page.ts'
import type { WebEnv } from '../deps.ts'

/** What the gates add to a request: who its key acts for, or the page that a public operation is about. */
export interface ApiEnv {
  Variables: WebEnv['Variables'] & { scope: MemberScope; scopes: ReadonlySet<ApiScope>; page: PublicPage }
}

export type ApiContext = HonoContext<ApiEnv>

/** The booking page of a public operation, as its address names it. */
export type PublicPage = FoundPage & { slug: string }
