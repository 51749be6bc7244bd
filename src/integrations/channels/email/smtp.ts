import { createTransport } from 'nodemailer'
import { isEmail } from '#platform/forms.ts'
import { HandoverFailed, type Channel, type Handover } from '../channel.ts'
import type { EmailMessage, Mailbox } from './email-message.ts'

// Retries are the queue's. The limits are generous for a slow server and shorter than the job's lease.
const limits = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  dnsTimeout: 10_000,
  socketTimeout: 45_000,
  idleTimeout: 30_000,
  maxRequeues: 1,
}

/** Speaks SMTP to the server of `smtpUrl`, over a few connections that are kept open while there is work. */
export function openEmailChannel(smtpUrl: string): Channel<EmailMessage> {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 8,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...limits,
  })
  return {
    async send(message, signal) {
      const mail = toMail(message)
      try {
        const info = await transport.sendMail({ ...mail, ...(signal ? { signal } : {}) })
        return toHandover(info)
      } catch (error) {
        throw toFailure(error)
      }
    },
    async close() {
      transport.close()
    },
  }
}

// The envelope comes from our own data, so nothing in a name can add a recipient.
function toMail(message: EmailMessage) {
  const recipients = [message.to, ...message.cc]
  for (const { address } of recipients) {
    if (!isEmail(address))
      throw new HandoverFailed(`"${oneLine(address)}" is not an address that mail can be sent to.`, true)
  }
  const [first] = message.calendar
  return {
    messageId: message.messageId,
    from: mailbox(message.from),
    to: [mailbox(message.to)],
    ...(message.cc.length > 0 ? { cc: message.cc.map(mailbox) } : {}),
    ...(message.replyTo ? { replyTo: [mailbox(message.replyTo)] } : {}),
    envelope: { from: message.from.address, to: recipients.map(({ address }) => address) },
    subject: oneLine(message.subject),
    text: message.text,
    html: message.html,
    // Out-of-office programs answer to people, not to this.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    ...(first && message.calendar.length === 1 ? { icalEvent: first } : {}),
    ...attachmentsOf(message),
  }
}

function attachmentsOf({ calendar, papers = [] }: EmailMessage) {
  const attachments = [
    ...(calendar.length > 1 ? calendar.map(toAttachment) : []),
    ...papers.map(({ filename, content }) => ({
      filename: oneLine(filename),
      content: Buffer.from(content),
      contentType: 'application/pdf',
    })),
  ]
  return attachments.length > 0 ? { attachments } : {}
}

function toAttachment(part: EmailMessage['calendar'][number]) {
  return {
    filename: part.filename,
    content: part.content,
    contentType: `text/calendar; charset=utf-8; method=${part.method}`,
  }
}

function mailbox({ name, address }: Mailbox): Mailbox {
  return { name: oneLine(name), address }
}

interface SmtpInfo {
  response?: string | undefined
  rejectedErrors?: SmtpError[] | undefined
}

type SmtpError = Error & {
  code?: string | undefined
  command?: string | undefined
  response?: string | undefined
  responseCode?: number | undefined
  recipient?: unknown
}

function toHandover(info: SmtpInfo): Handover {
  const refused = (info.rejectedErrors ?? []).map((error) => ({
    address: String(error.recipient ?? ''),
    answer: oneLine(error.response ?? error.message),
  }))
  return { answer: oneLine(info.response ?? ''), refused }
}

// A refused recipient or content stays refused; everything else (network, sign-in, sender, 4xx) may pass.
function toFailure(error: unknown): HandoverFailed {
  if (error instanceof HandoverFailed) return error
  const { message, response, responseCode, command } = error as SmtpError
  const aboutThisMail = command === 'RCPT TO' || command === 'DATA'
  const permanent = aboutThisMail && responseCode !== undefined && responseCode >= 500
  return new HandoverFailed(oneLine(response ?? message), permanent, error)
}

function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/g, ' ').trim()
}
