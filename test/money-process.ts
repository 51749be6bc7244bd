import { settlePaymentWith } from '#jobs/settle-payment.ts'
import { settleRefundWith } from '#jobs/settle-refund.ts'
import { openPaymentProviders } from '#integrations/payments/index.ts'
import type { PaymentProvider, PaymentProviders } from '#domain/money/payment-provider.ts'
import { openDatabase, type Database } from '#platform/db.ts'
import { createLog } from '#platform/log.ts'
import { openQueue, type JobRun, type Queue } from '#platform/queue.ts'

// A worker that settles refunds and payments as a process of its own, so that a test can kill it, and that kills
// itself at one step. Its one argument is MoneyProcess as JSON.

/** Where the process ends, as if the machine had lost power there. */
export type Step =
  | 'before the intent'
  | 'after the intent'
  | 'after the bank moved the money'
  | 'before it is written down'
  | 'while it is written down'
  | 'after it was written down'

export interface MoneyProcess {
  url: string
  secret: string
  orgId: string
  /** Null lives. */
  dieAt: Step | null
  /** One thing to settle at once; without it the process works on the queue. */
  settle?: { refundId: string } | { paymentId: string }
}

const given = JSON.parse(process.argv[2]!) as MoneyProcess
let bankAnswered = false

function dieAt(step: Step): void {
  if (given.dieAt === step) process.kill(process.pid, 'SIGKILL')
}

async function ask<T>(call: () => Promise<T>): Promise<T> {
  dieAt('after the intent')
  try {
    return await call()
  } finally {
    dieAt('after the bank moved the money')
    bankAnswered = true
  }
}

function watched(providers: PaymentProviders): PaymentProviders {
  return {
    ...providers,
    open(key, config) {
      dieAt('before the intent')
      const provider = providers.open(key, config)
      if (!provider) return null
      const asking: PaymentProvider = {
        ...provider,
        refund: (refund) => ask(() => provider.refund(refund)),
        read: (payment) => ask(() => provider.read(payment)),
      }
      return asking
    },
  }
}

function watchedDb(db: Database): Database {
  return new Proxy(db, {
    get(target, name) {
      if (name === 'transaction' && bankAnswered) dieAt('before it is written down')
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

function watchedQueue(queue: Queue): Queue {
  return {
    ...queue,
    // Inside the transaction, after all its rows were sent.
    enqueue(tx, name, jobs) {
      if (bankAnswered) dieAt('while it is written down')
      return queue.enqueue(tx, name, jobs)
    },
  }
}

const log = createLog('error', { json: false })
const db = openDatabase(given.url, { max: 5 })
const reader = openDatabase(given.url, { readOnly: true, max: 2 })
const queue = await openQueue({ db, url: given.url, log })
const context = { db: watchedDb(db), reader, queue: watchedQueue(queue), secret: given.secret }
const deps = { context, payments: watched(openPaymentProviders({ db, publicUrl: 'http://kept.test' })) }
const settleRefund = settleRefundWith(deps)
const settlePayment = settlePaymentWith(deps)
const run: JobRun = { id: 'once', attempt: 1, isLastAttempt: false, signal: new AbortController().signal }

if (given.settle) {
  const { orgId, settle } = given
  if ('refundId' in settle) await settleRefund({ orgId, refundId: settle.refundId }, run)
  else await settlePayment({ orgId, paymentId: settle.paymentId }, run)
  dieAt('after it was written down')
  process.exit(0)
}
queue.work('settle_refund', settleRefund, { concurrency: 2 })
queue.work('settle_payment', settlePayment, { concurrency: 2 })
await queue.start()
process.stdout.write('working\n')
