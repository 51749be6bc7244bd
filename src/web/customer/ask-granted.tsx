import { askText } from '#messages/asks.ts'
import { deadline, shortWhen } from '#messages/dates.ts'
import { calledName } from '#messages/manage.ts'
import { payText } from '#messages/pay.ts'
import type { AskSeen } from '#domain/asking/load-asks.ts'
import { Banner } from '#ui/banner.tsx'
import { Button, ButtonLink } from '#ui/button.tsx'
import { HiddenFields } from '#ui/layout.tsx'
import { MoreActions } from '#ui/sticky-actions.tsx'
import type { WebContext } from '../deps.ts'
import { askableAnew } from './ask-askable.ts'
import { linksOf, type ManageView } from './manage-view.ts'
import { sealOpened } from './opened-form.ts'
import { checkAddress } from './move-plan.ts'

/** What the team allowed: at which price, until when, and the way to do it (ux M5g). */
export function GrantedAsk({
  view,
  ask,
  about,
}: {
  view: ManageView
  ask: AskSeen
  /** Which sessions of a package it is about, where the page is about all. */
  about?: string
}) {
  const { locale, zone, host, booking } = view
  const words = askText(locale)
  const name = ask.answeredByName ? calledName(ask.answeredByName) : host.name
  return (
    <Banner kind="ok" title={titleOf(view, ask, name)} action={<Ways view={view} ask={ask} />}>
      {about ? <p>{about}</p> : null}
      {ask.answerReason ? <p dir="auto">{words.says(name, ask.answerReason)}</p> : null}
      {ask.kind === 'move' && ask.feeMinor > 0n ? <p>{words.payFirst(amountOf(view, ask, 'all'))}</p> : null}
      {ask.validUntil ? (
        <p>{words.holdsUntil(name, deadline(ask.validUntil, zone, host, locale, booking.now))}</p>
      ) : null}
    </Banner>
  )
}

/** The ways out of an answer that does not suit, or whose times somebody else took. */
export function OtherThanGranted({ c, view, ask }: { c: WebContext; view: ManageView; ask: AskSeen }) {
  const words = askText(view.locale)
  const links = linksOf(view)
  const opened = sealOpened(c.var.deps.context.secret, view, 'withdraw')
  const [session, ...more] = ask.sessions
  const about = session && more.length === 0 ? { session } : {}
  const action = ask.action === 'cancel' ? 'cancel' : 'reschedule'
  return (
    <>
      <form method="post" action={links.withdrawAsk()} id="withdraw">
        <HiddenFields fields={{ opened, ask: ask.id }} />
      </form>
      <MoreActions>
        {askableAnew(view.booking, action).length > 0 ? (
          <ButtonLink href={links.ask({ do: action, ...about })}>{words.askAgain}</ButtonLink>
        ) : null}
        <Button form="withdraw" kind="quiet" busyLabel={words.takingBack}>
          {words.takeBack}
        </Button>
      </MoreActions>
    </>
  )
}

function titleOf(view: ManageView, ask: AskSeen, name: string): string {
  const { locale, zone, booking } = view
  const words = askText(locale)
  const [agreed] = startsToTake(ask)
  if (ask.kind === 'move' && agreed)
    return words.agreed(name, shortWhen(agreed.start, zone, locale, booking.now))
  if (ask.offered.length > 0) return words.offered(name)
  const action = ask.action === 'cancel' ? ('cancel' as const) : ('reschedule' as const)
  if (ask.feeMinor === 0n) return words.grantedFree(action)
  return ask.sessions.length > 1
    ? words.grantedFeeEach(action, amountOf(view, ask, 'each'))
    : words.grantedFee(action, amountOf(view, ask, 'each'))
}

// The offered times lead straight to the check; everything else to the ordinary pages, which now allow it.
function Ways({ view, ask }: { view: ManageView; ask: AskSeen }) {
  const { locale, zone, booking } = view
  const words = askText(locale)
  const { manage, moveCheck } = linksOf(view)
  const [session, ...more] = ask.sessions
  const about = booking.sessions.length > 1 && session && more.length === 0 ? { session } : {}
  if (ask.action === 'cancel')
    return (
      <ButtonLink kind="primary" icon="calendar-x" href={manage({ do: 'cancel', ...about })}>
        {words.cancelNow}
      </ButtonLink>
    )
  const starts = startsToTake(ask)
  // What was agreed to for several sessions is moved together, and checked on one page.
  if (starts.length > 1 && ask.kind === 'move')
    return (
      <ButtonLink kind="primary" href={checkAddress(view, starts)}>
        {words.checkTimes}
      </ButtonLink>
    )
  if (starts.length > 0 && ask.sessions.length === 1)
    return (
      <>
        {starts.map(({ session: id, start }) => (
          <ButtonLink kind="primary" href={moveCheck({ session: id, start: start.toString() })}>
            {words.moveTo(start, zone, booking.now)}
          </ButtonLink>
        ))}
      </>
    )
  return (
    <ButtonLink kind="primary" icon="calendar-days" href={manage({ do: 'reschedule', ...about })}>
      {words.chooseTime}
    </ButtonLink>
  )
}

/** The times that were agreed to, or offered; none where any free time will do. */
function startsToTake(ask: AskSeen): { session: string; start: Temporal.Instant }[] {
  const wishes = ask.offered.length > 0 ? ask.offered : ask.kind === 'move' ? ask.wishes : []
  return wishes.flatMap(({ session, starts }) => starts.map((start) => ({ session, start })))
}

function amountOf({ locale, booking }: ManageView, ask: AskSeen, of: 'each' | 'all'): string {
  const minor = of === 'all' ? ask.feeMinor * BigInt(ask.sessions.length) : ask.feeMinor
  return payText(locale).amount({ minor, currency: booking.currency })
}
