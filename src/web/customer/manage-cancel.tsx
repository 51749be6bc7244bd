import { askText } from '#messages/asks.ts'
import { payText } from '#messages/pay.ts'
import { takingBackText } from '#messages/taking-back.ts'
import type { Quote } from '#domain/bookings/change.ts'
import { moneyOfMove } from '#domain/bookings/quote-money.ts'
import { quoteLoaded } from '#domain/bookings/quote-change.ts'
import { sealQuote } from '#domain/bookings/quote.ts'
import { undoWindow } from '#domain/bookings/undo-window.ts'
import { Button, ButtonLink } from '#ui/button.tsx'
import { HiddenFields, Section, Stack } from '#ui/layout.tsx'
import { MoreActions, StickyActions } from '#ui/sticky-actions.tsx'
import type { WebContext } from '../deps.ts'
import { askableSessions } from './ask-askable.ts'
import { cancelLabel, TakeChoice } from './cancel-money.tsx'
import { blockedSection } from './manage-blocked.tsx'
import { QuotedMoney } from './manage-money.tsx'
import type { ManageSection, PageState } from './manage-section.ts'
import { PolicyCard, StillPossible } from './manage-policy.tsx'
import { ReasonFields } from './manage-reason.tsx'
import { chooseAgain, sessionsToCancel } from './manage-sessions.tsx'
import type { Standing } from './manage-standing.ts'
import { linksOf, nounOf, toldBy, type ManageView } from './manage-view.ts'
import { OwnLead } from './session-times.tsx'
import { isAskedForTime } from './new-time-asked.tsx'

/**
 * What canceling means now, and the form that does it (ux M1, N1). The quote is sealed into the form, so what was
 * shown is what happens. Of a package the sessions are chosen first.
 */
export async function cancelSection(
  c: WebContext,
  view: ManageView,
  standing: Standing,
  state: PageState,
): Promise<ManageSection> {
  const { booking, scope, text } = view
  const { reader, secret } = c.var.deps.context
  const chosen = booking.sessions.length === 1 ? [booking.sessions[0]!.id] : [...new Set(state.sessions)]
  if (chosen.length === 0) return sessionsToCancel(c, view, standing, null)
  const outcome = await quoteLoaded(reader, scope, booking, {
    bookingId: booking.id,
    cancel: chosen,
    reschedule: [],
    channel: 'mail_link',
  })
  if (!outcome.ok) {
    const { refusal } = outcome
    // A link may outlive what it leads to; only who chose from the list made a mistake.
    const isLink = chosen.length === 1 && c.req.query('choose') === undefined
    const isOpen = refusal.code === 'policy' && refusal.refusal.code !== 'not_open'
    if (refusal.code === 'policy' && (booking.sessions.length === 1 || (isLink && isOpen)))
      return blockedSection(view, standing, 'cancel', refusal.refusal)
    return sessionsToCancel(c, view, standing, isLink && refusal.code === 'policy' ? null : refusal.code)
  }
  const sealed = state.sealed ?? sealQuote(secret, outcome.value)
  return {
    title: text.cancelHeading(nounOf(booking)),
    body: <CancelForm view={view} standing={standing} quote={outcome.value} sealed={sealed} state={state} />,
    actions: <CancelActions view={view} quote={outcome.value} standing={standing} />,
  }
}

interface CancelFormProps {
  view: ManageView
  standing: Standing
  quote: Quote
  sealed: string
  state: PageState
}

function CancelForm({ view, standing, quote, sealed, state }: CancelFormProps) {
  const { booking, text } = view
  const touched = booking.sessions.filter((session) =>
    quote.cancel.some((entry) => entry.session === session.id),
  )
  const [first] = touched
  const { verdict } = standing.cancel.verdicts.find((entry) => entry.session === first)!
  return (
    <Section heading={text.cancelHeading(nounOf(booking))}>
      <Stack>
        {booking.sessions.length === 1 ? (
          <StillPossible view={view} action="cancel" verdict={verdict} />
        ) : (
          <ChosenSessions view={view} sessions={touched} />
        )}
        {nounOf(booking) === 'request' ? null : <PolicyCard view={view} action="cancel" session={first!} />}
        <QuotedMoney view={view} quote={quote} />
        <form method="post" action={linksOf(view).commit()} id="change">
          <HiddenFields fields={{ quote: sealed }} />
          <Stack>
            <TakeChoice view={view} quote={quote} taken={state.take ?? ''} />
            <ReasonFields
              view={view}
              action="cancel"
              rule={quote.reason}
              typed={state.typed}
              problem={state.problem}
            />
            <p>{text.told(toldBy(booking, touched))}</p>
          </Stack>
        </form>
      </Stack>
    </Section>
  )
}

function ChosenSessions({
  view,
  sessions,
}: {
  view: ManageView
  sessions: ManageView['booking']['sessions']
}) {
  const { text, zone } = view
  return (
    <Stack gap="tight">
      <p>{text.chosenSessions}:</p>
      <ul class="bullets">
        {sessions.map((session) => (
          <li>
            {text.sessionWhen(session.startsAt, session.endsAt, zone)}
            <OwnLead view={view} session={session} />
          </li>
        ))}
      </ul>
      <p>
        <a
          href={chooseAgain(
            view,
            'cancel',
            sessions.map((session) => ({ session })),
          )}
        >
          {text.otherSessions}
        </a>
      </p>
    </Stack>
  )
}

// Where money and credit can be chosen, each has a button of its own and the choice shows one of them (cancel.css).
function CancelActions({ view, quote, standing }: { view: ManageView; quote: Quote; standing: Standing }) {
  const { text } = view
  const { manage } = linksOf(view)
  const moving = movingInstead(view, quote, standing)
  return (
    <>
      <StickyActions>
        {quote.creditMinor === '0' ? (
          <CancelButton view={view} label={cancelLabel(view, quote)} />
        ) : (
          <>
            <CancelButton view={view} label={cancelLabel(view, quote)} take="money" />
            <CancelButton view={view} label={cancelLabel(view, quote, 'credit')} take="credit" />
            <CancelButton
              view={view}
              label={text.cancelButton(nounOf(view.booking), quote.cancel.length)}
              take="any"
            />
          </>
        )}
      </StickyActions>
      {undoWindow(view.booking, quote) ? (
        <p class="quiet">{takingBackText(view.locale).undo.promise(view.booking.organization.undoMinutes)}</p>
      ) : null}
      <MoreActions>
        {isAskedForTime(view.booking) ? (
          <ButtonLink href={manage({ do: 'reschedule' })}>
            {takingBackText(view.locale).newTime.times}
          </ButtonLink>
        ) : (
          <ButtonLink href={manage({ do: 'keep' })}>{text.keepButton}</ButtonLink>
        )}
        {askableSessions(view.booking, 'cancel').length > 0 ? (
          <ButtonLink href={linksOf(view).ask({ do: 'cancel' })}>
            {askText(view.locale).askAboutMoney(
              view.host.name,
              view.booking.sessions.some((session) => session.paidMinor > 0n),
            )}
          </ButtonLink>
        ) : null}
      </MoreActions>
      {moving ? <p class="quiet">{moving}</p> : null}
    </>
  )
}

function CancelButton({
  view,
  label,
  take,
}: {
  view: ManageView
  label: string
  take?: 'money' | 'credit' | 'any'
}) {
  const button = (
    <Button kind="danger" form="change" busyLabel={view.text.canceling}>
      {label}
    </Button>
  )
  return take ? <span class={`take-${take}`}>{button}</span> : button
}

// Only where canceling costs something and moving does not cost more.
function movingInstead(view: ManageView, quote: Quote, standing: Standing): string | null {
  const lost = BigInt(quote.keptMinor) + BigInt(quote.owedMinor) + BigInt(quote.undecidedMinor)
  if (lost === 0n || view.booking.paymentMode !== 'price_collected') return null
  let fee = 0n
  for (const { session } of quote.cancel) {
    const entry = standing.reschedule.verdicts.find((one) => one.session.id === session)
    if (!entry?.verdict.allowed) return null
    fee += BigInt(moneyOfMove(view.booking, entry.session, entry.verdict, 'customer').feeMinor)
  }
  return fee < lost ? payText(view.locale).rule.moveInstead({ minor: fee, currency: quote.currency }) : null
}
