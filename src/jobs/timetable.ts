import type { Context } from '#platform/context.ts'
import type { Log } from '#platform/log.ts'
import { sendLinks } from '#domain/bookings/send-link-again.ts'
import { openChannels } from '#integrations/channels/index.ts'
import { openPaymentProviders } from '#integrations/payments/index.ts'
import type { Config } from '../config.ts'
import { callWebhookWith } from './call-webhook.ts'
import { deliverWith } from './deliver.ts'
import { settlePaymentWith } from './settle-payment.ts'
import { settleRefundWith } from './settle-refund.ts'
import { sweepWith } from './sweep.ts'

export interface WorkerDeps {
  config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'publicUrl' | 'allowedNetworks'>
  context: Context
  log: Log
}

const DRAIN_MS = 10_000

/** Everything that happens outside requests: which job, who does it, how many at once, and when. */
export async function startWorker({ config, context, log }: WorkerDeps): Promise<{ stop(): Promise<void> }> {
  const { queue } = context
  const channels = openChannels(config)
  const sender = addressOf(config.mailFrom)
  const payments = openPaymentProviders({ db: context.db, publicUrl: config.publicUrl })

  queue.work('deliver', deliverWith({ context, channels, publicUrl: config.publicUrl, sender }), {
    concurrency: 8,
  })
  queue.work('send_links', ({ email }) => sendLinks(context, email), { concurrency: 1 })
  // Each holds a connection while the other side thinks; with the mails they leave room for the pages.
  queue.work('call_webhook', callWebhookWith({ context, channels, publicUrl: config.publicUrl }), {
    concurrency: 4,
  })
  // The queue goes on at once after a full batch of two or more, and takers of one wait between any two jobs.
  queue.work('settle_refund', settleRefundWith({ context, payments }), { concurrency: 4 })
  queue.work('settle_payment', settlePaymentWith({ context, payments }), { concurrency: 4 })
  queue.work('sweep', sweepWith({ context, log, payments }), { concurrency: 1 })
  queue.schedule('sweep', '* * * * *')

  await queue.start()
  return {
    async stop() {
      await queue.stop(DRAIN_MS)
      await channels.close()
    },
  }
}

// MAIL_FROM is "Name <address>" or a bare address; mails carry the name of the business instead of the name.
function addressOf(mailFrom: string): string {
  return /<([^<>]+)>$/.exec(mailFrom.trim())?.[1] ?? mailFrom.trim()
}
