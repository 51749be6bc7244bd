import type { WishText } from '#domain/facts/fact.ts'
import { shortWhen } from '#messages/dates.ts'
import { mailActions, type MailReader } from '#messages/mail.ts'
import { askActions } from '#messages/mail-ask-terms.ts'
import type { AskMailKind } from '#messages/mail-asks.ts'
import { money } from '#messages/money.ts'
import { paths } from '../paths.ts'
import { againLinks, mailLinks, type MailLink, type MailLinks } from './mail-actions.ts'
import { customerName, dueOf, type MailSource, type Voice } from './mail-source.ts'
import type { AskTold } from './told-asks.ts'

/** Where a mail about asking leads: the team to the answer, the customer to what they can do next. */
export function askLinks(
  source: MailSource,
  kind: AskMailKind,
  reader: MailReader,
  ask: AskTold | null,
  voice: Voice,
): MailLinks {
  const usual = mailLinks(source, reader, voice)
  if (reader === 'team') return kind === 'requested' || kind === 'asked' ? toAnswer(source, ask!) : usual
  // Whoever left has nothing to do any more.
  if (kind === 'guest_left' && reader === 'guest') return { primary: null, actions: [] }
  const { token } = source
  if (reader === 'guest' || token === null) return usual
  const view: MailLink = { href: to(source, paths.manage(token)), label: mailActions.view }
  switch (kind) {
    case 'requested':
      return requestLinks(source, token)
    case 'asked':
      return ask!.kind === 'booking' ? requestLinks(source, token) : { primary: view, actions: [] }
    case 'answered':
      return answerLinks(source, ask!, token, view, voice)
    case 'request_canceled':
      return { primary: view, actions: againLinks(source) }
    case 'expired':
      return ask!.kind === 'booking' ? { primary: view, actions: againLinks(source) } : usual
    case 'new_time_asked':
      return newTimeLinks(source, token, view)
    case 'restored':
    case 'guest_left':
      return usual
  }
}

function toAnswer(source: MailSource, ask: AskTold): MailLinks {
  const href = to(source, paths.answerAsk(source.booking.id, ask.id))
  const open = { href: to(source, paths.staffBooking(source.booking.id)), label: mailActions.open }
  return { primary: { href, label: askActions.answer(customerName(source.booking)) }, actions: [open] }
}

function requestLinks(source: MailSource, token: string): MailLinks {
  return {
    primary: { href: to(source, paths.manage(token)), label: askActions.viewRequest },
    actions: [
      { href: to(source, paths.suggest(token)), label: askActions.suggest },
      { href: to(source, paths.manage(token, { do: 'cancel' })), label: askActions.cancelRequest },
    ],
  }
}

function answerLinks(
  source: MailSource,
  ask: AskTold,
  token: string,
  view: MailLink,
  voice: Voice,
): MailLinks {
  const manage = (query: Parameters<typeof paths.manage>[1]) => to(source, paths.manage(token, query))
  if (ask.answer === 'no')
    return ask.kind === 'booking'
      ? { primary: view, actions: againLinks(source) }
      : mailLinks(source, 'customer', voice)
  if (ask.kind === 'booking')
    return ask.answer === 'approved'
      ? {
          primary: { href: to(source, paths.pay(token)), label: askActions.pay(dueOf(source, voice)) },
          actions: [cancelOf(manage)],
        }
      : requestAgain(source, token, manage)
  const which = onlySession(source, ask)
  if (ask.action === 'cancel')
    return {
      primary: { href: manage({ do: 'cancel', ...which }), label: askActions.cancel },
      actions: [view],
    }
  const choose = { href: manage({ do: 'reschedule', ...which }), label: askActions.move }
  const times = ask.answer === 'times' ? ask.offered : ask.answer === 'approved' ? ask.wishes : []
  // One new time each is one click; several sessions are chosen together.
  if (times.length === 0 || ask.sessions.length > 1) return { primary: choose, actions: [view] }
  const links = times.flatMap((wish) => moveLinks(source, ask, token, wish, voice))
  return ask.answer === 'approved'
    ? { primary: links[0] ?? choose, actions: [view] }
    : { primary: view, actions: [], choices: { lead: askActions.offered, links } }
}

function requestAgain(
  source: MailSource,
  token: string,
  manage: (query: { do: string }) => string,
): MailLinks {
  return {
    primary: { href: to(source, paths.suggest(token)), label: askActions.suggest },
    actions: [cancelOf(manage)],
  }
}

function cancelOf(manage: (query: { do: string }) => string): MailLink {
  return { href: manage({ do: 'cancel' }), label: askActions.cancelRequest }
}

function moveLinks(
  source: MailSource,
  ask: AskTold,
  token: string,
  wish: WishText,
  voice: Voice,
): MailLink[] {
  const { booking } = source
  const fee = ask.feeMinor > 0n ? money(ask.feeMinor, booking.currency, voice.locale) : ''
  return wish.starts.map((start) => {
    const when = shortWhen(Temporal.Instant.from(start), voice.zone, voice.locale, booking.now)
    const label = ask.answer === 'approved' ? askActions.moveTo(when, fee) : when
    return { href: to(source, paths.moveCheck(token, { session: wish.session, start })), label }
  })
}

function newTimeLinks(source: MailSource, token: string, view: MailLink): MailLinks {
  const { told } = source
  const which = told.sessions.length === 1 && several(source) ? { session: told.sessions[0]!.session.id } : {}
  const manage = (action: string) => to(source, paths.manage(token, { do: action, ...which }))
  return {
    primary: { href: manage('reschedule'), label: askActions.move },
    actions: [{ href: manage('cancel'), label: askActions.cancelForGood }, view],
  }
}

function onlySession(source: MailSource, ask: AskTold): { session?: string } {
  return several(source) && ask.sessions.length === 1 ? { session: ask.sessions[0]! } : {}
}

function several({ booking }: MailSource): boolean {
  return booking.sessions.length > 1
}

function to({ publicUrl }: MailSource, path: string): string {
  return `${publicUrl}${path}`
}
