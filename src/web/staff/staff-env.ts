import type { Context as HonoContext } from 'hono'
import type { MemberScope } from '#domain/access/scope.ts'
import type { Viewer } from '#domain/bookings/staff-reads.ts'
import type { Locale } from '#messages/locale.ts'
import type { WebEnv } from '../deps.ts'

/** What every signed-in request carries beside the things of `WebEnv`. */
export interface StaffEnv {
  Variables: WebEnv['Variables'] & {
    /** Who acts, in which organization: the only way to a row. */
    scope: MemberScope
    viewer: Viewer
    /** The organization's language. */
    locale: Locale
  }
}

/** A signed-in request as handlers see it. */
export type StaffContext = HonoContext<StaffEnv>
