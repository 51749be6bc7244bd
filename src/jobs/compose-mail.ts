import { isEmail } from '#platform/forms.ts'
import type { RenderedCopy } from '#domain/notifications/finish-delivery.ts'
import type { EmailMessage, Mailbox } from '#integrations/channels/email/email-message.ts'
import { calendarParts, recipientsOf } from './mail-calendar.ts'
import { mailContent } from './mail-content.ts'
import { customerName, readerOf, type MailSource } from './mail-source.ts'
import { renderHtml } from './render-mail.tsx'
import { renderText } from './render-text.ts'
import { reservations } from './reservation.ts'
import { nameInMail } from './without-links.ts'

/** One mail ready to go, and the copy of it that may be kept. */
export interface ComposedMail {
  message: EmailMessage
  copy: RenderedCopy
}

/** Words, page, calendar files and addresses of one mail. Pure: the booking as it is now decides. */
export function composeMail(source: MailSource, sender: string): ComposedMail {
  const { booking, delivery } = source
  const content = mailContent(source)
  const text = renderText(content)
  const html = renderHtml(content, readerOf(delivery) === 'customer' ? reservations(source) : [])
  const from = { name: booking.organization.name, address: sender }
  const [to, ...cc] = recipientsOf(source, nameInMail) as [Mailbox, ...Mailbox[]]
  const calendar = calendarParts(source, from, [to, ...cc])
  const message: EmailMessage = {
    messageId: messageId(delivery.id, delivery.timesResent, sender),
    from,
    replyTo: replyTo(source),
    to,
    cc,
    subject: content.subject,
    text,
    html,
    calendar,
  }
  const files = calendar.map((part) => unfolded(part.content)).join('')
  const mask = (part: string) => maskToken(maskToken(part, source.token), source.again?.prefill ?? null)
  return {
    message,
    copy: {
      subject: content.subject,
      text: mask(text),
      html: mask(html),
      calendar: files ? mask(files) : null,
    },
  }
}

/** Text with the secret of a link covered, so that whoever reads the outbox cannot use it. */
export function maskToken(text: string, token: string | null): string {
  return token === null ? text : text.replaceAll(token, '\u2022\u2022\u2022\u2022')
}

// The same for every attempt; a copy that a member sends again on purpose is a mail of its own.
function messageId(deliveryId: string, timesResent: number, sender: string): string {
  const again = timesResent === 0 ? '' : `.${timesResent}`
  return `<${deliveryId}${again}@${sender.split('@').at(-1)!}>`
}

// The customer answers the business and the team answers the customer; nobody answers the program.
function replyTo({ booking, delivery }: MailSource): Mailbox | null {
  const { organization, customer } = booking
  const mailbox =
    readerOf(delivery) === 'team'
      ? { name: customerName(booking), address: customer.email }
      : { name: organization.name, address: organization.contactEmail ?? '' }
  return isEmail(mailbox.address) ? mailbox : null
}

// Folding may cut a token in two, where masking would not find it.
function unfolded(file: string): string {
  return file.replaceAll(/\r\n[ \t]/g, '')
}
