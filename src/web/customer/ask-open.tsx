import { askText } from '#messages/asks.ts'
import { deadline, longWhen, secondClock, shortWhen, zoneLabel } from '#messages/dates.ts'
import { payText } from '#messages/pay.ts'
import type { Ask } from '#domain/asks/ask.ts'
import type { Session } from '#domain/bookings/booking.ts'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { ChangePair } from '#ui/change-pair.tsx'
import { DetailsList, type DetailsRow } from '#ui/details-list.tsx'
import { HiddenFields, Row, Stack } from '#ui/layout.tsx'
import type { WebContext } from '../deps.ts'
import { sealOpened } from './opened-form.ts'
import { linksOf, type ManageView } from './manage-view.ts'

/** What was asked, by when there is an answer, and the way to take it back (ux M5b, M17m). */
export function OpenAsk({ c, view, ask }: { c: WebContext; view: ManageView; ask: Ask }) {
  const { host, locale, zone, booking } = view
  const words = askText(locale)
  const action = ask.action === 'cancel' ? ('cancel' as const) : ('reschedule' as const)
  const rows = rowsOf(view, ask)
  const opened = sealOpened(c.var.deps.context.secret, view, 'withdraw')
  return (
    <Card heading={words.asked(host.name, action)}>
      <Stack>
        <p>
          {words.answerBy(host.name, deadline(ask.answerBy, zone, host, locale, booking.now))} {words.stays}
        </p>
        {ask.kind === 'move' ? <MovesAsked view={view} ask={ask} /> : null}
        {rows.length > 0 ? <DetailsList rows={rows} /> : null}
        <form method="post" action={linksOf(view).withdrawAsk()} id="withdraw">
          <HiddenFields fields={{ opened, ask: ask.id }} />
          <Row>
            <Button kind="quiet" busyLabel={words.takingBack}>
              {words.takeBack}
            </Button>
          </Row>
        </form>
      </Stack>
    </Card>
  )
}

// The time they have and the one they asked for, so that nobody comes at the wrong one.
function MovesAsked({ view, ask }: { view: ManageView; ask: Ask }) {
  const { booking, zone, locale, host } = view
  const words = askText(locale)
  const side = (label: string, start: Temporal.Instant) => {
    const end = start.add({ minutes: booking.durationMinutes })
    const other = secondClock(start, zone, host, locale)
    return {
      label,
      when: longWhen(start, end, zone, locale),
      datetime: start.toString(),
      lines: [zoneLabel(zone, start, locale), ...(other ? [other] : [])],
    }
  }
  return (
    <>
      {sessionsOf(view, ask).map((session) => {
        const wanted = ask.wishes.find((wish) => wish.session === session.id)?.starts[0]
        return wanted ? (
          <ChangePair from={side(words.yours, session.startsAt)} to={side(words.askedFor, wanted)} />
        ) : null
      })}
    </>
  )
}

function rowsOf(view: ManageView, ask: Ask): DetailsRow[] {
  const { booking, zone, locale, text } = view
  const words = askText(locale)
  const several = booking.sessions.length > 1
  const when = (start: Temporal.Instant) => shortWhen(start, zone, locale, booking.now)
  const wished = ask.wishes.flatMap((wish) => wish.starts)
  const isException = ask.kind === 'exception'
  const fee = ask.feeMinor * BigInt(ask.sessions.length)
  return [
    ...(several && isException
      ? [
          {
            term: words.sessions,
            detail: lines(
              sessionsOf(view, ask).map(
                (session) => `${text.sessionNumber(session.position)}, ${when(session.startsAt)}`,
              ),
            ),
          },
        ]
      : []),
    ...(isException && ask.action === 'reschedule'
      ? [{ term: words.youWanted, detail: wished.length > 0 ? lines(wished.map(when)) : words.noWish }]
      : []),
    ...(ask.kind === 'move' && fee > 0n
      ? [
          {
            term: words.costs,
            detail: words.fee(payText(locale).amount({ minor: fee, currency: booking.currency })),
          },
        ]
      : []),
    ...(ask.reason ? [{ term: words.yourWords, detail: <span dir="auto">{ask.reason}</span> }] : []),
  ]
}

function lines(texts: readonly string[]) {
  return (
    <ul>
      {texts.map((text) => (
        <li>{text}</li>
      ))}
    </ul>
  )
}

function sessionsOf({ booking }: ManageView, ask: Ask): Session[] {
  return booking.sessions.filter((session) => ask.sessions.includes(session.id))
}
