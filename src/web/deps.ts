import type { Context as HonoContext } from 'hono'
import type { Config } from '../config.ts'
import type { Context } from '#platform/context.ts'
import type { Log } from '#platform/log.ts'
import type { PaymentProviders } from '#domain/money/payment-provider.ts'

/** What pages stand on; made once at start. */
export interface AppDeps {
  config: Config
  context: Context
  log: Log
}

/** What the middleware of app.ts gives every request. */
export interface WebEnv {
  Variables: {
    deps: AppDeps
    /** Who moves money; opened with the application, as the worker opens its own. */
    payments: PaymentProviders
    /** For the content security policy of this response. */
    nonce: string
    /** Printed on error pages and in the log, so that the two can be matched. */
    requestId: string
    /** Sites that may show this answer inside a page of theirs; without it nobody may. */
    frameAncestors?: readonly string[]
    /** Other origins to which a form of this answer may lead, as to a provider's page. */
    formTargets?: readonly string[]
  }
}

/** A request as handlers see it. */
export type WebContext = HonoContext<WebEnv>
