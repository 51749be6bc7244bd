import type { Fact } from '#domain/facts/fact.ts'
import type { Addressee, MessageKind } from './message.ts'

/** Whom a message of one kind goes to, beside what every kind has in common. */
export interface Circle {
  kind: MessageKind
  customer: boolean
  guests: boolean
  /** The primary host by mail with the additional hosts in cc. */
  hostsByMail: boolean
  hostsInApp: boolean
  /** The page's owner and stakeholders who do not host. */
  others: boolean
}

const NOBODY = { customer: false, guests: false, hostsByMail: false, hostsInApp: false, others: false }
const EVERYBODY = { customer: true, guests: true, hostsByMail: true, hostsInApp: true, others: true }

/**
 * Who hears of asking and answering, of a cancellation that was taken back, and of the waiting list. What a change that
 * follows in the same breath tells anyway, such as an approved booking, is not said twice. Pure.
 */
export function circleOf(fact: Fact): Circle | null {
  switch (fact.kind) {
    case 'booking.requested':
      return { ...EVERYBODY, kind: 'booking_requested', guests: false }
    case 'ask.made':
      return { ...NOBODY, kind: 'ask_made', customer: true, hostsByMail: true, hostsInApp: true }
    case 'ask.answered':
      return { ...NOBODY, kind: 'ask_answered', customer: !isCarriedOut(fact), hostsInApp: true }
    case 'ask.withdrawn':
      return { ...NOBODY, kind: 'ask_withdrawn', hostsInApp: true }
    case 'ask.expired':
      return { ...NOBODY, kind: 'ask_expired', customer: true, hostsInApp: true }
    case 'booking.restored':
      return { ...EVERYBODY, kind: 'booking_restored' }
    case 'booking.new_time_asked': {
      const { customerTold } = fact.payload as Fact<'booking.new_time_asked'>['payload']
      return { ...EVERYBODY, kind: 'new_time_asked', customer: customerTold }
    }
    case 'guest.left':
      return { ...NOBODY, kind: 'guest_left', customer: true, hostsInApp: true }
    case 'waitlist.joined':
      return { ...NOBODY, kind: 'waitlist_joined', customer: true }
    case 'waitlist.offered':
      return { ...NOBODY, kind: 'waitlist_offered', customer: true }
    default:
      return null
  }
}

/** The guest who left hears of it too, as the one whom no other mail reaches any more. */
export function guestWhoLeft(fact: Fact, guests: readonly Addressee[]): Addressee | null {
  if (fact.kind !== 'guest.left') return null
  const { guest } = fact.payload as Fact<'guest.left'>['payload']
  return guests.find(({ id }) => id === guest) ?? null
}

function isCarriedOut(fact: Fact): boolean {
  const { answer, validUntil, payUntil } = fact.payload as Fact<'ask.answered'>['payload']
  return answer === 'approved' && validUntil === null && !payUntil
}
