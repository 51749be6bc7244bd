import type { Reader } from '#platform/db.ts'
import { spellReference } from '#platform/ids.ts'
import type { SystemScope } from '#domain/access/scope.ts'
import { primaryHost, type Booking } from '#domain/bookings/booking.ts'
import type { FactPayloads } from '#domain/facts/fact.ts'
import type { MailToDeliver } from '#domain/notifications/load-delivery.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { loadEntry, waitingToken } from '#domain/waitlist/entry.ts'
import { loadWaiting, type Waiting } from '#domain/waitlist/load-waiting.ts'
import { priceText } from '#messages/booking.ts'
import { longWhen, secondClock, shortWhen, zoneLabel } from '#messages/dates.ts'
import { localeOf } from '#messages/locale.ts'
import { mailTerms } from '#messages/mail.ts'
import { spanText, untilText, waitlistMail } from '#messages/waitlist.ts'
import { paths } from '../paths.ts'
import { maskToken, type ComposedMail } from './compose-mail.ts'
import type { MailContent } from './mail-content.ts'
import { renderHtml } from './render-mail.tsx'
import { renderText } from './render-text.ts'
import { nameInMail } from './without-links.ts'

/** True for the mails of the waiting list, which may be about no booking. */
export function isWaitlistMail({ kind }: MailToDeliver): boolean {
  return kind === 'waitlist_joined' || kind === 'waitlist_offered'
}

/**
 * The mail to somebody who waits: their place with its link, or a time that is theirs for a while. Null when they left
 * or the offer is over meanwhile. The link is made again for it; the copy that the outbox shows has none that works.
 */
export async function composeWaitlistMail(
  db: Reader,
  scope: SystemScope,
  delivery: MailToDeliver,
  from: { secret: string; publicUrl: string; sender: string },
): Promise<ComposedMail | null> {
  const payload = delivery.fact.payload as FactPayloads['waitlist.joined']
  const entry = await loadEntry(db, scope.orgId, payload.entry)
  if (!entry) return null
  const token = waitingToken(from.secret, scope.orgId, entry.id)
  const waiting = (await loadWaiting(db, token))!
  const { name: business, contactEmail } = await loadSettings(db, scope)
  const href = `${from.publicUrl}${paths.waiting(token)}`
  const content =
    delivery.kind === 'waitlist_offered'
      ? offeredContent(waiting, payload as FactPayloads['waitlist.offered'], business, href)
      : joinedContent(waiting, business, href)
  if (!content) return null
  const [text, html] = [renderText(content), renderHtml(content, [])]
  const mask = (part: string) => maskToken(part, token)
  const again = delivery.timesResent === 0 ? '' : `.${delivery.timesResent}`
  return {
    message: {
      messageId: `<${delivery.id}${again}@${from.sender.split('@').at(-1)!}>`,
      from: { name: business, address: from.sender },
      replyTo: contactEmail ? { name: business, address: contactEmail } : null,
      to: { name: nameInMail(entry.name), address: delivery.to },
      cc: [],
      subject: content.subject,
      text,
      html,
      calendar: [],
    },
    copy: { subject: content.subject, text: mask(text), html: mask(html), calendar: null },
  }
}

function joinedContent(waiting: Waiting, business: string, href: string): MailContent | null {
  const { entry, offer, standing } = waiting
  if (!offer || (standing !== 'waiting' && standing !== 'gone' && standing !== 'offered')) return null
  const { words, locale, zone } = voiceOf(waiting)
  const { name, offerMinutes } = offer.eventType
  const has = ownTime(waiting)
  const opening = has ? words.joinedEarlier(offerMinutes) : words.joinedOpening(offerMinutes)
  const span = spanText(entry.from, entry.to, zone, locale)
  return {
    ...frame(waiting, business, opening),
    subject: words.joinedSubject(name, has ? shortWhen(has, zone, locale, waiting.now) : span),
    heading: words.joinedHeading,
    facts: [
      { term: words.terms.what, detail: name },
      has
        ? { term: words.terms.now, detail: shortWhen(has, zone, locale, waiting.now) }
        : { term: words.terms.days, detail: span, note: zoneLabel(zone, entry.from, locale) },
    ],
    links: { primary: { href, label: words.joinedButton }, actions: [] },
  }
}

function offeredContent(
  waiting: Waiting,
  { offer: offerId, start, until }: FactPayloads['waitlist.offered'],
  business: string,
  href: string,
): MailContent | null {
  const { booking, offered, standing, now } = waiting
  if (standing !== 'offered' || offered?.id !== offerId || !booking) return null
  const { words, locale, zone } = voiceOf(waiting)
  const at = Temporal.Instant.from(start)
  const end = at.add({ minutes: booking.durationMinutes })
  const ends = untilText(Temporal.Instant.from(until), zone, now, locale)
  const has = ownTime(waiting)
  const opening = has ? words.offeredEarlier(ends) : words.offeredOpening(ends)
  const host = primaryHost(booking.sessions[0]!)
  const other = secondClock(at, zone, host, locale)
  return {
    ...frame(waiting, business, opening),
    subject: words.offeredSubject(shortWhen(at, zone, locale, now), ends),
    heading: has ? words.offeredHeadingEarlier : words.offeredHeading,
    facts: [
      {
        term: words.terms.when,
        detail: longWhen(at, end, zone, locale),
        note: [zoneLabel(zone, at, locale), ...(other ? [other] : [])].join('. '),
        weight: 'when',
      },
      ...(has ? [{ term: words.terms.now, detail: shortWhen(has, zone, locale, now) }] : []),
      { term: words.terms.what, detail: booking.eventType.name },
      ...(has ? referenceOf(booking) : [{ term: words.terms.price, detail: priceText(booking, locale) }]),
    ],
    links: { primary: { href, label: words.offeredButton }, actions: [] },
  }
}

function referenceOf(booking: Booking) {
  return [{ term: mailTerms.reference, detail: spellReference(booking.reference) }]
}

function ownTime({ entry, booking }: Waiting): Temporal.Instant | null {
  return entry.bookingId && booking ? booking.sessions[0]!.startsAt : null
}

function voiceOf({ entry, zone }: Waiting) {
  const locale = localeOf(entry.locale)
  return { words: waitlistMail(locale), locale, zone }
}

function frame(waiting: Waiting, business: string, opening: string[]) {
  const { words, locale } = voiceOf(waiting)
  return {
    locale,
    preview: opening.join(' '),
    business,
    opening,
    policy: [],
    footer: words.footer(business),
  }
}
