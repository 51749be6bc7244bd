import { Stripe } from 'stripe'

/** Where to reach Stripe when it is not Stripe's own address. Tests also wait less long. */
export interface StripeApi {
  host: string
  port: number
  protocol: 'http' | 'https'
  timeoutMilliseconds?: number
}

const SHORTEST_SECRET = 20
const TIMEOUT_MILLISECONDS = 20_000

/** Throws a plain sentence, without the value, when a key cannot be right. */
export function checkStripeConfig(config: Record<string, string>): {
  secretKey: string
  webhookSecret: string
} {
  const secretKey = config['secretKey'] ?? ''
  const webhookSecret = config['webhookSecret'] ?? ''
  if (!isLongEnough(secretKey) || !/^(sk|rk)_/.test(secretKey))
    throw new Error('The secret key of Stripe begins with sk_ or rk_ and is at least 20 characters long.')
  if (!isLongEnough(webhookSecret) || !webhookSecret.startsWith('whsec_'))
    throw new Error('The webhook secret of Stripe begins with whsec_ and is at least 20 characters long.')
  return { secretKey, webhookSecret }
}

/**
 * Stripe's own client. The version is written out so that an update of the package that changes it does not compile
 * until somebody has looked. One repetition only, because whoever waits for the page waits for it too; each goes out
 * under the same idempotency key.
 */
export function openStripeClient(secretKey: string, api?: StripeApi): Stripe {
  return new Stripe(secretKey, {
    apiVersion: '2026-10-28.endive',
    maxNetworkRetries: 1,
    timeout: api?.timeoutMilliseconds ?? TIMEOUT_MILLISECONDS,
    telemetry: false,
    ...(api ? { host: api.host, port: api.port, protocol: api.protocol } : {}),
  })
}

function isLongEnough(secret: string): boolean {
  return secret.length >= SHORTEST_SECRET && !/\s/.test(secret)
}
