import { Stripe } from 'stripe'
import { ProviderUnsure } from '#domain/money/payment-provider.ts'

/**
 * True where Stripe definitely did not do what it was asked: the card was refused, or the request cannot be carried
 * out. Everything else leaves open what happened: broken connections, time-outs, too many requests, errors of
 * Stripe's own, a key that is in use or was used for something else.
 */
export function isRefusal(error: unknown): error is Stripe.errors.StripeError {
  return (
    error instanceof Stripe.errors.StripeCardError || error instanceof Stripe.errors.StripeInvalidRequestError
  )
}

/** True where Stripe turned the account's key away: nothing happened now, but an earlier call may have gone through. */
export function isKeyProblem(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeAuthenticationError ||
    error instanceof Stripe.errors.StripePermissionError
  )
}

/** True for an object that this account does not have. */
export function isMissing(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing'
}

/** What Stripe said, in words for people of the organization. */
export function failureText(error: unknown): string {
  if (isKeyProblem(error)) return 'Stripe does not accept the secret key of this account.'
  const said = error instanceof Error ? error.message : ''
  return withoutSecrets(said || 'Stripe refused without saying why.')
}

/** Runs calls to Stripe; whatever goes wrong in them and was not decided on leaves the question open. */
export async function asking<T>(calls: () => Promise<T>): Promise<T> {
  try {
    return await calls()
  } catch (error) {
    throw error instanceof ProviderUnsure ? error : toUnsure(error)
  }
}

// The error itself is left behind: it holds the answer's headers and whatever the request was about.
function toUnsure(error: unknown): ProviderUnsure {
  if (!(error instanceof Stripe.errors.StripeError)) {
    const reason = error instanceof Error ? error.message : String(error)
    return new ProviderUnsure(`Stripe's answer makes no sense: ${withoutSecrets(reason)}`)
  }
  const details = [error.type, error.statusCode, error.code, error.requestId].filter(Boolean).join(', ')
  return new ProviderUnsure(`Stripe gave no clear answer (${details}): ${withoutSecrets(error.message)}`)
}

/** Stripe quotes a part of a wrong key; nobody needs to read that. */
export function withoutSecrets(text: string): string {
  return text.replaceAll(/\b(sk|rk|whsec)_[\w*]+/g, '$1_…')
}
