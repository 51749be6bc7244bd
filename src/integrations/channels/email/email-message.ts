/** An address with the name shown beside it. `address` is one bare addr-spec. */
export interface Mailbox {
  name: string
  address: string
}

/** A calendar file that rides with a mail. Its method is the METHOD inside it. */
export interface CalendarPart {
  method: 'REQUEST' | 'CANCEL'
  filename: string
  content: string
}

/** A PDF that rides with a mail. */
export interface Paper {
  filename: string
  content: Uint8Array
}

/** One mail, complete. Names and the subject may hold anything; addresses are checked before they are used. */
export interface EmailMessage {
  /** With its angle brackets. The same for every attempt, so that a copy sent twice is known as one. */
  messageId: string
  from: Mailbox
  replyTo: Mailbox | null
  to: Mailbox
  cc: Mailbox[]
  subject: string
  text: string
  html: string
  /**
   * One file goes as the mail's calendar alternative and as attachment, several as attachments only: an
   * alternative can describe one event.
   */
  calendar: CalendarPart[]
  /** Papers, such as an invoice; absent and empty are none. */
  papers?: Paper[]
}
