import { paths } from '#paths.ts'
import { waitingTokenFor } from '#domain/waitlist/load-waiting.ts'
import type { WebContext } from '../deps.ts'
import type { ManageView } from './manage-view.ts'

/** Where a held booking is offered to somebody who waited, while it is; null for one that waits for a payment. */
export async function offerHref(c: WebContext, { booking }: ManageView): Promise<string | null> {
  const { reader, secret } = c.var.deps.context
  const token = await waitingTokenFor(reader, secret, booking)
  return token && paths.waiting(token)
}
