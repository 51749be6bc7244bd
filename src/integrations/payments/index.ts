import type { PaymentProvider, PaymentProviders } from '#domain/money/payment-provider.ts'
import type { Database } from '#platform/db.ts'
import { openFakeProvider } from './fake/fake-provider.ts'
import { openStripe } from './stripe/stripe-provider.ts'
import type { StripeApi } from './stripe/stripe-client.ts'

export interface PaymentProviderOptions {
  /** Where the test bank keeps its books. */
  db: Database
  /** Absolute, without a slash at the end; the test bank's page lies below it. */
  publicUrl: string
  /** Another address than Stripe's own, for tests. */
  stripeApi?: StripeApi
}

type Opening = (config: Record<string, string>) => PaymentProvider

/**
 * The providers through which an organization can collect online. A new provider is one folder and one line here.
 * `open` throws a plain sentence when the settings cannot be right, such as an empty webhook secret (S22). What is
 * paid by hand or with credit calls nobody and is not here.
 */
export function openPaymentProviders(options: PaymentProviderOptions): PaymentProviders {
  const providers = new Map<string, Opening>([
    ['stripe', (config) => openStripe(config, options.stripeApi)],
    ['fake', (config) => openFakeProvider(config, options)],
  ])
  return {
    keys: [...providers.keys()],
    payOrigins: ['https://checkout.stripe.com'],
    open: (key, config) => providers.get(key)?.(config) ?? null,
  }
}
