import ICAL from 'ical.js'
import { answerAsk } from '#domain/asking/answer-ask.ts'
import type { GivenAnswer } from '#domain/asking/answer.ts'
import { deliveriesOf, SENDER, sourceOf } from '../../test/mail-world.ts'
import type { World } from '../../test/world.ts'
import { composeMail, type ComposedMail } from './compose-mail.ts'

// Mails about asking in tests: written at this moment from the booking as it is, as the worker would.

/** The mails of a booking that still have something to say, under "kind audience"; of two alike the newer one. */
export async function mailsNow(
  world: World,
  booking: { bookingId: string },
): Promise<Record<string, ComposedMail['message']>> {
  const mails: Record<string, ComposedMail['message']> = {}
  for (const { id, kind, audience } of await deliveriesOf(world, booking)) {
    const source = await sourceOf(world, id).catch((error: Error) => {
      if (error.message !== 'This mail no longer applies.') throw error
      return null
    })
    if (source) mails[`${kind} ${audience}`] = composeMail(source, SENDER).message
  }
  return mails
}

/** What the only open question of a booking is answered with. */
export async function answer(
  world: World,
  booking: { bookingId: string },
  given: Omit<GivenAnswer, 'bookingId' | 'askId' | 'channel'>,
): Promise<void> {
  const { asks } = await world.load(booking)
  const outcome = await answerAsk(world.context, world.alva, {
    bookingId: booking.bookingId,
    askId: asks.find(({ state }) => state === 'open')!.id,
    channel: 'staff_page',
    ...given,
  })
  if (!outcome.ok) throw new Error(`The answer was refused: ${JSON.stringify(outcome.refusal)}`)
}

/** Where a mail leads, in the order of its text. */
export function linksIn({ text }: ComposedMail['message']): string[] {
  return [...text.matchAll(/^(.+):\n(https?:\S+)$/gm)].map(([, label, href]) => `${label} ${href}`)
}

/** What mail programs read: the status of each reservation. */
export function reservationsIn({ html }: ComposedMail['message']): string[] {
  return [...html.matchAll(/schema\.org\/Reservation(\w+)/g)].map(([, status]) => status!)
}

/** One calendar part as a calendar reads it. */
export function eventOf({ method, content }: ComposedMail['message']['calendar'][number]) {
  const file = new ICAL.Component(ICAL.parse(content) as unknown[])
  const event = file.getFirstSubcomponent('vevent')!
  const value = (name: string) => String(event.getFirstPropertyValue(name))
  return {
    method,
    methodInside: String(file.getFirstPropertyValue('method')),
    uid: value('uid'),
    sequence: Number(value('sequence')),
    status: value('status'),
    start: value('dtstart'),
    url: value('url'),
    description: value('description'),
    attendees: event.getAllProperties('attendee').map((attendee) => String(attendee.getFirstValue())),
  }
}

/** A mail as one text, with its calendar files unfolded: whatever it holds is in here. */
export function everythingIn({ text, html, subject, calendar }: ComposedMail['message']): string {
  const files = calendar.map(({ content }) => content.replaceAll(/\r\n[ \t]/g, ''))
  return [subject, text, html, ...files].join('\n')
}
