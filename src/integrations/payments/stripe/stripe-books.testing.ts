import type { IncomingHttpHeaders } from 'node:http'
import { sample } from './stripe-contract.testing.ts'

/** One request, as the stand-in got it. */
export interface StripeRequest {
  method: string
  path: string
  /** The query of a GET, else the body, decoded. */
  sent: Record<string, unknown>
  headers: IncomingHttpHeaders
}

/** An object as Stripe answers it: its own sample with what matters here. */
export type StripeObject = Record<string, unknown> & { id: string }

/** An answer that is a refusal. */
export class StripeSaysNo extends Error {
  readonly status: number
  readonly error: Record<string, unknown>

  constructor(status: number, error: Record<string, unknown>) {
    super(String(error['message'] ?? 'Stripe says no.'))
    this.status = status
    this.error = error
  }
}

/** What the stand-in remembers: as much of Stripe's behaviour as one payment needs, idempotency keys included. */
export class StripeBooks {
  readonly sessions: StripeObject[] = []
  readonly intents: StripeObject[] = []
  readonly refunds: StripeObject[] = []
  /** The time that new objects carry, in seconds. */
  nowSeconds = Math.floor(Date.now() / 1000)
  private readonly answered = new Map<string, { asked: string; answer: unknown }>()
  private made = 0

  handle({ method, path, sent }: StripeRequest, key: string | null, body: string): unknown {
    if (method === 'GET') return this.look(path, sent)
    const asked = `${path} ${body}`
    const before = key === null ? undefined : this.answered.get(key)
    if (before && before.asked !== asked)
      throw new StripeSaysNo(400, {
        type: 'idempotency_error',
        message: 'This key was used for another request.',
      })
    if (before) return before.answer
    const answer = structuredClone(this.change(path, sent))
    if (key !== null) this.answered.set(key, { asked, answer })
    return answer
  }

  /** A day has passed. */
  forgetKeys(): void {
    this.answered.clear()
  }

  /** The buyer confirms on the page; the money is there, on its way, or refused for good. */
  confirm(
    session: StripeObject,
    status: 'succeeded' | 'processing' | 'requires_payment_method',
  ): StripeObject {
    const data =
      (session['asked'] as { payment_intent_data?: Record<string, unknown> }).payment_intent_data ?? {}
    const saves = data['setup_future_usage'] === 'off_session'
    const intent = this.bookIntent(
      { ...data, amount: session['amount_total'], currency: session['currency'] },
      { status, ...(saves ? { customer: 'cus_1', payment_method: 'pm_1' } : {}) },
    )
    session['status'] = 'complete'
    session['payment_status'] = status === 'succeeded' ? 'paid' : 'unpaid'
    session['payment_intent'] = intent
    session['url'] = null
    return intent
  }

  /** The buyer leaves a card where nothing is to pay. */
  leaveCard(session: StripeObject): void {
    const card = { ...sample('payment_method'), id: 'pm_2', card: { brand: 'visa', last4: '4242' } }
    session['setup_intent'] = {
      ...sample('setup_intent'),
      id: 'seti_1',
      status: 'succeeded',
      customer: 'cus_2',
      payment_method: card,
    }
    session['status'] = 'complete'
    session['payment_status'] = 'no_payment_required'
  }

  private look(path: string, query: Record<string, unknown>): unknown {
    if (path === '/v1/checkout/sessions') return page(path, this.sessions, query)
    if (path === '/v1/payment_intents') return page(path, this.intents, query)
    if (path === '/v1/refunds')
      return page(
        path,
        this.refunds.filter((refund) => refund['payment_intent'] === query['payment_intent']),
        query,
      )
    return found([...this.sessions, ...this.intents], path.split('/').at(-1)!)
  }

  private change(path: string, form: Record<string, unknown>): unknown {
    if (path === '/v1/checkout/sessions') return this.openSession(form)
    if (path === '/v1/payment_intents')
      return this.bookIntent(form, {
        status: 'succeeded',
        payment_method: form['payment_method'],
        customer: form['customer'],
      })
    if (path === '/v1/refunds') return this.giveBack(form)
    const session = found(this.sessions, path.split('/').at(-2)!)
    if (session['status'] !== 'open')
      throw new StripeSaysNo(400, {
        type: 'invalid_request_error',
        message: 'Only open sessions can be expired.',
      })
    return Object.assign(session, { status: 'expired', url: null })
  }

  private openSession(form: Record<string, unknown>): StripeObject {
    const [line] = (form['line_items'] ?? []) as { price_data: { unit_amount: string; currency: string } }[]
    const id = this.newId('cs_test')
    const session = {
      ...sample('checkout.session'),
      id,
      asked: form,
      url: `https://checkout.stripe.test/${id}`,
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: null,
      setup_intent: null,
      mode: form['mode'],
      metadata: form['metadata'],
      client_reference_id: form['client_reference_id'],
      amount_total: line ? Number(line.price_data.unit_amount) : null,
      currency: line?.price_data.currency ?? form['currency'] ?? null,
      created: this.nowSeconds,
      expires_at: Number(form['expires_at']),
    }
    this.sessions.unshift(session)
    return session
  }

  private bookIntent(form: Record<string, unknown>, state: Record<string, unknown>): StripeObject {
    const isPaid = state['status'] === 'succeeded'
    const card = { brand: 'visa', last4: '4242' }
    const charge = {
      ...sample('charge'),
      id: this.newId('ch'),
      disputed: false,
      payment_method_details: { card },
    }
    const intent = {
      ...sample('payment_intent'),
      id: this.newId('pi'),
      amount: Number(form['amount']),
      amount_received: isPaid ? Number(form['amount']) : 0,
      currency: form['currency'],
      metadata: form['metadata'] ?? {},
      setup_future_usage: form['setup_future_usage'] ?? null,
      customer: null,
      payment_method: null,
      last_payment_error: isPaid ? null : { message: 'Your bank refused the debit.' },
      next_action: null,
      created: this.nowSeconds,
      latest_charge: isPaid ? charge : null,
      ...state,
    }
    this.intents.unshift(intent)
    return intent
  }

  private giveBack(form: Record<string, unknown>): StripeObject {
    const intent = found(this.intents, String(form['payment_intent']))
    const refund = {
      ...sample('refund'),
      id: this.newId('re'),
      amount: Number(form['amount']),
      currency: intent['currency'],
      payment_intent: intent.id,
      metadata: form['metadata'] ?? {},
      status: 'succeeded',
    }
    this.refunds.unshift(refund)
    return refund
  }

  private newId(kind: string): string {
    this.made += 1
    return `${kind}_${this.made}`
  }
}

// Newest first, at most three a page, so that whoever forgets to turn pages is found out.
function page(url: string, all: StripeObject[], query: Record<string, unknown>): unknown {
  const created = query['created'] as { gte?: string; lte?: string } | undefined
  const within = all.filter((object) => {
    const at = Number(object['created'])
    return !created || (at >= Number(created.gte ?? 0) && at <= Number(created.lte ?? Infinity))
  })
  const after = within.findIndex(({ id }) => id === query['starting_after']) + 1
  const data = within.slice(after, after + 3)
  return { object: 'list', url, data, has_more: within.length > after + 3 }
}

function found(objects: StripeObject[], id: string): StripeObject {
  const object = objects.find((one) => one.id === id)
  if (object) return object
  throw new StripeSaysNo(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such object: ${id}`,
  })
}
