/**
 * Who moves money for an organization: the contract of every folder in integrations/payments. The use cases call it
 * outside their transactions, after the intent was committed, so a process that dies at any moment leaves a row that
 * says what to ask about.
 *
 * What holds for every method: the id of our intent is the idempotency key, so asking twice moves money once. Amounts
 * are minor units. It never moves money before the buyer confirmed on the provider's own page; only `chargeCard` acts
 * without them, on a card they left for that. A definite no is a value; what may or may not have happened (time-outs,
 * broken connections, answers that make no sense) throws `ProviderUnsure`, and the caller asks again later.
 */
export interface PaymentProvider {
  readonly key: string
  /** True while nothing that happens here is real money; pages say so. */
  readonly isTest: boolean
  /**
   * Called when the buyer asks to pay, after the payment's row was committed: makes the page on which they confirm.
   * May not move money.
   */
  start(intent: PaymentIntent): Promise<StartedPayment | ProviderRefusal>
  /** What the provider knows of a payment; called when the buyer comes back, on every event, and by the sweep. Only reads. */
  read(payment: PaymentSought): Promise<PaymentTruth>
  /** Called when the hold ran out: the page stops taking money. What was paid a moment before is reported as paid. */
  expire(payment: PaymentSought): Promise<PaymentTruth>
  /** Called by a member's decision, on a card that was left for it. Moves money at once or says why not. */
  chargeCard(intent: PaymentIntent, card: SavedCard): Promise<PaymentTruth>
  /**
   * Called after the refund's row was committed as processing. May be called again with the same id for a day after
   * `firstSentAt`; later calls must not be made, `findRefund` answers instead.
   */
  refund(refund: RefundIntent): Promise<RefundTruth>
  /** The refund that carries our id, or null when the provider has none: then nothing was moved. Only reads. */
  findRefund(refund: RefundIntent): Promise<RefundTruth | null>
  /**
   * What an event is about, or null when its signature does not hold. `body` is the raw request. The event is only a
   * reason to ask: what it says of states and amounts is never believed.
   */
  readEvent(body: string, headers: Record<string, string | undefined>): ProviderEvent | null
}

export interface PaymentIntent {
  /** Id of our payment row; the idempotency key. */
  id: string
  orgId: string
  amountMinor: bigint
  currency: string
  /** What the buyer reads on the provider's page and on their statement's details. */
  description: string
  customerEmail: string
  /** Where the buyer comes back to, paid or not. Absolute. */
  returnUrl: string
  /** Real time at which the page should stop taking money; a provider may need longer. */
  expiresAt: Temporal.Instant
  /** True leaves the card for later charges. An amount of 0 only saves it. */
  saveCard: boolean
}

export interface StartedPayment {
  ok: true
  reference: string
  /** Absolute; where the buyer confirms. */
  payUrl: string
}

export interface ProviderRefusal {
  ok: false
  /** For people of the organization; never secrets. */
  failure: string
}

/** How a payment is found again; `reference` is null when we never heard what the provider calls it. */
export interface PaymentSought {
  id: string
  reference: string | null
}

export interface PaymentTruth {
  /** open: the buyer has not confirmed. pending: they did, the money is not certain. unknown_here: never arrived. */
  state: 'open' | 'pending' | 'succeeded' | 'failed' | 'expired' | 'unknown_here'
  reference: string | null
  /** 0 unless succeeded. The caller compares both with the intent. */
  capturedMinor: bigint
  currency: string
  card: SavedCard | null
  /** What it was paid with, for people who want their money back there; null where the provider does not say. */
  paidWith?: { brand: string; last4: string } | null
  /** Disputed at the bank: nothing may be refunded. */
  disputed: boolean
  /** Why it failed, for people; empty otherwise. */
  failure: string
  /** What was given back at the provider, by us or in its own console. */
  refunds: RefundTruth[]
}

export interface SavedCard {
  customer: string
  method: string
  brand: string
  last4: string
}

export interface RefundIntent {
  /** Id of our refund row; the idempotency key. */
  id: string
  paymentId: string
  paymentReference: string
  amountMinor: bigint
  currency: string
  /** Real time of the first call, null before it. */
  firstSentAt: Temporal.Instant | null
}

export interface RefundTruth {
  state: 'pending' | 'succeeded' | 'failed'
  reference: string
  /** Id of our refund row, or null for one that was made in the provider's own console. */
  refundId: string | null
  amountMinor: bigint
  failure: string
}

export interface ProviderEvent {
  id: string
  /** Our payment's id where the event carries it, else the provider's reference; both null for what does not concern us. */
  paymentId: string | null
  reference: string | null
}

/** Nobody knows whether it happened. The row stays as it is, and the question is asked again. */
export class ProviderUnsure extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'ProviderUnsure'
  }
}

/** Opens providers; made once at start from integrations/payments. */
export interface PaymentProviders {
  /** The keys that can be connected, in the order in which settings show them. */
  readonly keys: readonly string[]
  /** Origins of the pages on which buyers confirm, beside our own; forms that lead there must be allowed to. */
  readonly payOrigins: readonly string[]
  /** The provider with one organization's settings (secrets revealed), or null for a key that nobody knows. */
  open(key: string, config: Record<string, string>): PaymentProvider | null
}
