import type { Channel } from './channel.ts'
import type { EmailMessage } from './email/email-message.ts'
import { openEmailChannel } from './email/smtp.ts'
import { openWebhookChannel } from './webhook/standard-webhook.ts'
import type { WebhookMessage } from './webhook/webhook-message.ts'

/** The channels that send something. A message in the app is there as soon as its row is, so it needs none. */
export interface Channels {
  /** Null when no mail server is configured. */
  email: Channel<EmailMessage> | null
  webhook: Channel<WebhookMessage>
  close(): Promise<void>
}

export interface ChannelSettings {
  smtpUrl: string | null
  /** Networks that webhooks may reach although they are not public. */
  allowedNetworks: readonly string[]
}

/** Opens every configured channel. A new channel is one folder and one line here. */
export function openChannels(settings: ChannelSettings): Channels {
  const email = settings.smtpUrl === null ? null : openEmailChannel(settings.smtpUrl)
  const webhook = openWebhookChannel({ allowedNetworks: settings.allowedNetworks })
  return {
    email,
    webhook,
    async close() {
      await email?.close()
      await webhook.close()
    },
  }
}
