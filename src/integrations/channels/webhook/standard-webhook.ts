import { Webhook } from 'standardwebhooks'
import { AddressRefused, postOutside, type OutgoingRules } from '#platform/outgoing.ts'
import { HandoverFailed, type Channel } from '../channel.ts'
import type { WebhookMessage } from './webhook-message.ts'

/** The part of an answer that people get to see. */
const SHOWN_LETTERS = 300
/** The other side says that this address is no more and never will be. */
const GONE = 410

/**
 * Posts events as Standard Webhooks has it: three headers, of which the signature covers id, time and body. Any
 * 2xx takes the event over; `permanent` is a 410 alone, everything else may pass.
 */
export function openWebhookChannel(rules: OutgoingRules): Channel<WebhookMessage> {
  return {
    async send(message, signal) {
      const { status, answer } = await post(message, rules, signal)
      if (status >= 200 && status < 300) return { answer, refused: [] }
      throw new HandoverFailed(answer, status === GONE)
    },
    async close() {},
  }
}

async function post(
  message: WebhookMessage,
  rules: OutgoingRules,
  signal: AbortSignal | undefined,
): Promise<{ status: number; answer: string }> {
  try {
    const { url, body } = message
    const { status, body: said } = await postOutside(
      url,
      { headers: headersOf(message), body },
      rules,
      signal,
    )
    return { status, answer: `HTTP ${status} ${inShort(said)}`.trim() }
  } catch (error) {
    throw new HandoverFailed(inShort(explained(error)), false, error)
  }
}

function headersOf({ id, timestamp, secrets, body }: WebhookMessage): Record<string, string> {
  const at = new Date(timestamp.epochMilliseconds)
  return {
    'content-type': 'application/json',
    'user-agent': 'Kept-Webhooks',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(timestamp.epochMilliseconds / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  }
}

// A name with several addresses fails with one error for each of them, and says nothing itself.
function explained(error: unknown): string {
  if (error instanceof AddressRefused) return error.message
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.map((each) => (each as Error).message).join('; ')
  return (error as Error).message
}

function inShort(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex
      .replaceAll(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/g, ' ')
      .toWellFormed()
      .trim()
      .slice(0, SHOWN_LETTERS)
      .trimEnd()
  )
}
