import type { Channel } from './channel.ts'
import type { EmailMessage } from './email/email-message.ts'
import { openEmailChannel } from './email/smtp.ts'

/** The channels that send something. A message in the app is there as soon as its row is, so it needs none. */
export interface Channels {
  /** Null when no mail server is configured. */
  email: Channel<EmailMessage> | null
  close(): Promise<void>
}

export interface ChannelSettings {
  smtpUrl: string | null
}

/** Opens every configured channel. A new channel is one folder and one line here. */
export function openChannels(settings: ChannelSettings): Channels {
  const email = settings.smtpUrl === null ? null : openEmailChannel(settings.smtpUrl)
  return {
    email,
    async close() {
      await email?.close()
    },
  }
}
