import { spell, type Locale } from './locale.ts'

/** Words of the outbox. */
export function outboxWords(_locale: Locale) {
  return {
    title: 'Outbox',
    show: 'Show',
    lead: 'Every message, what became of it, and the way to send it again.',
    views: 'Which messages',
    all: 'All',
    unknown: 'Not everyone knows yet',
    unknownNone: 'Everyone knows',
    unknownNoneLine: 'No message is waiting and none has failed.',
    none: 'No messages yet',
    noneLine: 'Messages appear here as soon as somebody books or changes a booking.',
    noneOfState: 'No messages in this state',
    noneOfStateLine: 'Choose another state above.',
    caption: 'Messages, newest first',
    for: 'For',
    about: 'About',
    state: 'State',
    attempts: 'Attempts',
    made: 'Made',
    pages: 'Pages',
    newest: 'Newest',
    older: 'Older',
    back: 'Outbox',
    message: 'Message',
    to: 'To',
    cc: 'Copy to',
    channel: 'Way',
    finished: 'Done',
    booking: 'Booking',
    messageId: 'Message-ID',
    eventId: 'Event id',
    sentBody: 'What was sent',
    eventMasked: 'The secret part of the customer\u2019s link is hidden here.',
    subject: 'Subject',
    notRendered: 'It has not been written yet. That happens when it is sent.',
    text: 'Text',
    masked: 'The secret part of links is hidden here.',
    sampleLink: 'Follow the link of this mail (sample world only)',
    preview: 'See it as it looks (opens in a new tab)',
    html: 'HTML source',
    calendar: 'Calendar file',
    resend: 'Send it again',
    resending: 'Sending\u2026',
    resendHint: 'It is written anew from the booking as it is now.',
    resendEventHint: 'It carries the booking as it is now, and keeps its event id.',
    eventOvertaken: 'The address was switched off or removed before this was sent.',
    whyNot: {
      sample: 'Messages of the sample world never leave it.',
      not_a_mail: 'What is in the app is there already.',
      not_permitted: 'Your role does not include sending messages again.',
      waiting: 'It is waiting to be sent.',
      endpoint_off: 'The address was switched off or removed. Switch it on first, under Webhooks.',
    },
  }
}

/** Where a message stands, as a word. */
export function deliveryStateWord(state: string): string {
  const words: Record<string, string> = {
    queued: 'Waiting',
    sent: 'Sent',
    delivered: 'In the app',
    not_sent: 'Not sent: no mail server',
    failed: 'Failed',
    sample: 'Sample',
    no_longer_applies: 'No longer applies',
  }
  return words[state] ?? state
}

/** What a message is about, as a word. */
export function messageKindWord(kind: string, locale: Locale): string {
  const words: Record<string, string> = {
    booking_scheduled: 'Booked',
    booking_rescheduled: 'Moved',
    booking_canceled: spell(locale, 'Cancelled'),
    booking_changed: 'Changed',
    booking_confirmed: 'Confirmed',
    booking_requested: 'Requested',
    ask_made: 'Asked',
    ask_answered: 'Answered',
    ask_withdrawn: 'Question taken back',
    ask_expired: 'Not answered in time',
    booking_restored: `${spell(locale, 'Cancellation')} taken back`,
    new_time_asked: 'Another time asked for',
    guest_left: 'Guest will not come',
    waitlist_joined: 'On the waiting list',
    waitlist_offered: 'Free time offered',
    link_again: 'Link again',
    payment_received: 'Payment received',
    payment_pending: 'Payment pending',
    payment_failed: 'Payment failed',
    late_payment: 'Payment too late',
    refund_requested: 'Refund asked for',
    refund_approved: 'Refund approved',
    refund_paid: 'Refund sent',
    refund_failed: 'Refund failed',
    refund_rejected: 'Refund refused',
    password_reset: 'New password',
    webhook: 'Event',
    webhook_disabled: 'Webhook switched off',
  }
  return words[kind] ?? kind
}

/** For whom a message is, as a role. */
export function audienceWord(audience: string): string {
  const words: Record<string, string> = {
    customer: 'Customer',
    guest: 'Guest',
    primary_host: 'Lead',
    additional_host: 'Panelist',
    page_owner: 'Page owner',
    stakeholder: 'Follows the page',
    member: 'Team member',
    program: 'Program',
  }
  return words[audience] ?? audience
}

/** How a message goes out. */
export function channelWord(channel: string): string {
  const words: Record<string, string> = { email: 'E-mail', in_app: 'In the app', webhook: 'Webhook' }
  return words[channel] ?? channel
}
