import type { WebContext } from '../deps.ts'
import { isId } from '#platform/ids.ts'
import { takeProviderEvent } from '#domain/bookings/take-provider-event.ts'
import { systemScope } from '#domain/access/scope.ts'
import { openProvider } from '#domain/money/payment-accounts.ts'
import type { ProviderEvent } from '#domain/money/payment-provider.ts'

/**
 * A provider says that something happened. Its event is only a reason to ask: it is noted once and the question is
 * queued, so that the answer is fast. Whatever does not hold is refused alike, be it the organization, the provider,
 * its secret or the signature.
 */
export async function receiveEvent(c: WebContext): Promise<Response> {
  const { context } = c.var.deps
  const orgId = c.req.param('orgId') ?? ''
  const provider = c.req.param('provider') ?? ''
  const event = isId(orgId) ? await readEvent(c, orgId, provider) : null
  if (!event) return c.text('This is not an event of a connected provider.', 400)
  await takeProviderEvent(context, systemScope(orgId), provider, event)
  return c.text('Noted.', 200)
}

async function readEvent(c: WebContext, orgId: string, key: string): Promise<ProviderEvent | null> {
  const { context } = c.var.deps
  // The signature is over the bytes as they were sent, so nothing may parse them before.
  const body = await c.req.text()
  try {
    const provider = await openProvider(
      context.reader,
      systemScope(orgId),
      context.secret,
      c.var.payments,
      key,
    )
    return provider?.readEvent(body, Object.fromEntries(c.req.raw.headers)) ?? null
  } catch (error) {
    // Settings that cannot be right, such as an empty secret, prove nothing.
    c.var.deps.log.warn('The events of a provider cannot be read.', { orgId, provider: key, error })
    return null
  }
}
