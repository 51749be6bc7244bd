import type { Ask } from '#domain/asks/ask.ts'
import type { AskSeen } from '#domain/asking/load-asks.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { approvedRequest } from '#domain/bookings/schedule-held.ts'
import { shortWhen } from '#messages/dates.ts'
import { staffAskWords } from '#messages/staff-asks.ts'
import { paths } from '#paths.ts'
import type { Typed } from '#platform/forms.ts'
import { Banner } from '#ui/banner.tsx'
import { Button, ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { TextArea } from '#ui/field.tsx'
import { PageHeading, Row, Stack } from '#ui/layout.tsx'
import { fieldId, typedText, type FormProblems } from '../../customer/form-errors.ts'
import { staffFrame } from '../frame.tsx'
import type { StaffContext } from '../staff-env.ts'
import { AllowException } from './answer-exception.tsx'
import { ApproveTimes } from './answer-request.tsx'
import { AskFacts } from './ask-facts.tsx'
import { askTimes, type AskTimes } from './ask-times.ts'

/** The page as it comes back: what was typed, and why. */
export interface AnswerShown {
  status: 200 | 409 | 422
  /** Null the first time. */
  typed: Typed | null
  problems: FormProblems | null
  notice?: { title: string; line: string }
}

/** One question with its answers, or with what became of it. */
export async function answerView(
  c: StaffContext,
  booking: Booking,
  ask: AskSeen,
  shown: AnswerShown,
): Promise<Response> {
  const { context } = c.var.deps
  const words = staffAskWords(c.var.locale)
  const title = titleOfAsk(c, ask, booking.customer.name)
  // After a form only the primary database knows what is free now.
  const db = c.req.method === 'GET' ? context.reader : context.db
  const times = ask.state === 'open' ? await askTimes(db, c.var.scope, booking, ask) : null
  return staffFrame(
    c,
    { title, current: 'asks', status: shown.status, refused: shown.status !== 200 },
    <Stack gap="section">
      {shown.problems ? (
        <ErrorSummary heading={shown.problems.heading} problems={shown.problems.problems} />
      ) : null}
      {shown.notice ? (
        <Banner kind="warn" title={shown.notice.title}>
          {shown.notice.line}
        </Banner>
      ) : null}
      {times ? null : <Over c={c} booking={booking} ask={ask} />}
      <PageHeading
        title={<bdi>{title}</bdi>}
        lead={booking.eventType.name}
        back={{ href: paths.asks(), label: words.backToQueue }}
      />
      <AskFacts c={c} booking={booking} ask={ask} times={times} />
      {times ? <Answers c={c} booking={booking} ask={ask} times={times} shown={shown} /> : null}
      {isNotPaid(booking, ask) ? <TakeBack c={c} booking={booking} ask={ask} shown={shown} /> : null}
    </Stack>,
  )
}

/** "Cleo asks to move" */
export function titleOfAsk(c: StaffContext, ask: Ask, customerName: string): string {
  const times = ask.wishes.reduce((sum, wish) => sum + wish.starts.length, 0)
  return staffAskWords(c.var.locale).asks(customerName, ask.kind, ask.action, times)
}

// Who answered and what, or why there is nothing to answer.
function Over({ c, booking, ask }: { c: StaffContext; booking: Booking; ask: AskSeen }) {
  const { locale, viewer } = c.var
  const words = staffAskWords(locale)
  const { answer, answeredByName: name, answeredAt } = ask
  const link = <ButtonLink href={paths.staffBooking(booking.id)}>{words.openBooking}</ButtonLink>
  return (
    <Banner kind="info" title={words.over[ask.state]} action={link}>
      {answer && name && answeredAt ? (
        <p>
          <bdi>
            {words.overBy(
              name,
              words.answered[answer],
              shortWhen(answeredAt, viewer.zone, locale, viewer.now),
            )}
          </bdi>
        </p>
      ) : (
        <p>{words.overLine}</p>
      )}
      {ask.answerReason ? <p dir="auto">{words.quote(ask.answerReason)}</p> : null}
    </Banner>
  )
}

interface AnswersProps {
  c: StaffContext
  booking: Booking
  ask: Ask
  times: AskTimes
  shown: AnswerShown
}

/** True for a request that was approved and waits to be paid. */
export function isNotPaid(booking: Booking, ask: Ask): boolean {
  return booking.heldUntil !== null && approvedRequest(booking)?.id === ask.id
}

// The only answer that is left to give.
function TakeBack({ c, booking, ask, shown }: Omit<AnswersProps, 'times'>) {
  const words = staffAskWords(c.var.locale)
  return (
    <form method="post" action={paths.answerAsk(booking.id, ask.id)} data-turbo="false" novalidate>
      <button type="submit" disabled hidden></button>
      <Stack>
        <Words c={c} booking={booking} shown={shown} />
        <Row>
          <Button name="answer" value="no" kind="danger" busyLabel={words.sending}>
            {words.takeBack}
          </Button>
          <span class="small quiet">{words.takeBackLine}</span>
        </Row>
      </Stack>
    </form>
  )
}

function Words({ c, booking, shown }: Pick<AnswersProps, 'c' | 'booking' | 'shown'>) {
  const words = staffAskWords(c.var.locale)
  return (
    <TextArea
      id={fieldId('reason')}
      name="reason"
      label={words.words(booking.customer.name)}
      mark={words.optional}
      hint={words.wordsHint}
      value={shown.typed ? typedText(shown.typed, 'reason') : ''}
      error={shown.problems?.of('reason')}
      rows={2}
    />
  )
}

function Answers(props: AnswersProps) {
  const { c, booking, ask, shown } = props
  return (
    <form method="post" action={paths.answerAsk(booking.id, ask.id)} data-turbo="false" novalidate>
      {/* The first button is what Enter in a field presses: none of the answers is given by accident. */}
      <button type="submit" disabled hidden></button>
      <Stack gap="section">
        <Words c={c} booking={booking} shown={shown} />
        {ask.kind === 'exception' ? (
          <AllowException {...props} typed={shown.typed} problems={shown.problems} />
        ) : (
          <ApproveTimes {...props} />
        )}
        <Otherwise {...props} />
      </Stack>
    </form>
  )
}

function Otherwise({ c, ask }: AnswersProps) {
  const words = staffAskWords(c.var.locale)
  return (
    <Card heading={words.otherwise} id="otherwise">
      <Stack>
        {ask.kind === 'exception' ? null : (
          <Row>
            <Button name="answer" value="new_times" kind="quiet" busyLabel={words.sending}>
              {words.newTimes}
            </Button>
            <span class="small quiet">{words.newTimesHint[ask.kind]}</span>
          </Row>
        )}
        <Row>
          <Button name="answer" value="no" kind="danger" busyLabel={words.sending}>
            {words.decline[ask.kind]}
          </Button>
          <span class="small quiet">{words.declineHint[ask.kind]}</span>
        </Row>
      </Stack>
    </Card>
  )
}
