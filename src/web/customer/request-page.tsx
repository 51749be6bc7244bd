import { deadline } from '#messages/dates.ts'
import { requestText } from '#messages/requests.ts'
import { loadAsks, type AskSeen } from '#domain/asking/load-asks.ts'
import { quoteLoaded } from '#domain/bookings/quote-change.ts'
import { sealQuote } from '#domain/bookings/quote.ts'
import type { Quote } from '#domain/bookings/change.ts'
import { calledName } from '#messages/manage.ts'
import { Banner } from '#ui/banner.tsx'
import { Button, ButtonLink } from '#ui/button.tsx'
import { ChoiceNav } from '#ui/choice-nav.tsx'
import { HiddenFields, PageHeading, Section, Stack } from '#ui/layout.tsx'
import { MoreActions, StickyActions } from '#ui/sticky-actions.tsx'
import type { WebContext } from '../deps.ts'
import { manageFrame, ZoneNotices } from './manage-frame.tsx'
import { ReasonFields, ReasonSummary } from './manage-reason.tsx'
import type { PageState } from './manage-section.ts'
import { linksOf, openSessions, toldBy, type ManageView } from './manage-view.ts'
import { RequestCard } from './request-card.tsx'
import { openRequest } from './request-times.ts'

/**
 * What the team has not decided on (ux M17, oncehub R43): no policy, because none binds a request; other times can be
 * suggested and the request be canceled as often as one likes (R10). Nothing is there to be kept yet.
 */
export async function requestPage(
  c: WebContext,
  view: ManageView,
  wanted: string | undefined,
  state: PageState,
): Promise<Response> {
  const { text, locale, booking } = view
  const words = requestText(locale)
  const isCanceling = wanted === 'cancel'
  const quote = isCanceling ? await quoteOfCancel(c, view) : null
  const asks = await loadAsks(c.var.deps.context.reader, view.scope, booking.id)
  const title = text.question('request')
  return manageFrame(
    c,
    view,
    {
      title: isCanceling ? words.cancel : title,
      status: state.status,
      failed: state.problem !== undefined,
    },
    <Stack gap="section">
      <ReasonSummary problem={state.problem} locale={locale} />
      {state.notice}
      {openRequest(booking) ? null : <OtherTimesAsked view={view} asks={asks} />}
      <PageHeading over={<bdi>{booking.eventType.name}</bdi>} title={title} />
      <ChoiceNav
        label={text.choices}
        choices={[
          { href: linksOf(view).suggest(), label: words.suggestOther, icon: 'calendar-days' },
          {
            href: linksOf(view).manage({ do: 'cancel' }),
            label: words.cancel,
            icon: 'calendar-x',
            current: isCanceling,
          },
        ]}
      />
      <RequestCard view={view} />
      <ZoneNotices view={view} current={wanted ?? ''} />
      {quote ? <CancelForm c={c} view={view} quote={quote} state={state} /> : null}
      {quote ? <CancelButtons view={view} /> : null}
    </Stack>,
  )
}

// What the team asks for stands first: the request waits for the customer now (ux M17).
function OtherTimesAsked({ view, asks }: { view: ManageView; asks: readonly AskSeen[] }) {
  const words = requestText(view.locale)
  const answered = asks.find((ask) => ask.kind === 'booking' && ask.answer === 'new_times')
  const name = answered?.answeredByName ? calledName(answered.answeredByName) : view.host.name
  return (
    <Banner
      kind="warn"
      title={words.otherAsked(name)}
      action={
        <ButtonLink kind="primary" href={linksOf(view).suggest()} icon="calendar-days">
          {words.suggestOther}
        </ButtonLink>
      }
    >
      {answered?.answerReason ? <p dir="auto">{words.says(name, answered.answerReason)}</p> : null}
      <p>{words.otherLine}</p>
      {answered?.validUntil ? <p>{words.suggestBy(byText(view, answered.validUntil))}</p> : null}
    </Banner>
  )
}

function byText({ zone, host, locale, booking }: ManageView, at: Temporal.Instant): string {
  return deadline(at, zone, host, locale, booking.now)
}

async function quoteOfCancel(c: WebContext, view: ManageView): Promise<Quote | null> {
  const outcome = await quoteLoaded(c.var.deps.context.reader, view.scope, view.booking, {
    bookingId: view.booking.id,
    cancel: openSessions(view.booking).map((session) => session.id),
    reschedule: [],
    channel: 'mail_link',
  })
  return outcome.ok ? outcome.value : null
}

function CancelForm({
  c,
  view,
  quote,
  state,
}: {
  c: WebContext
  view: ManageView
  quote: Quote
  state: PageState
}) {
  const { text, booking } = view
  const sealed = state.sealed ?? sealQuote(c.var.deps.context.secret, quote)
  return (
    <Section heading={text.cancelHeading('request')}>
      <form method="post" action={linksOf(view).commit()} id="change">
        <HiddenFields fields={{ quote: sealed }} />
        <Stack>
          <ReasonFields
            view={view}
            action="cancel"
            rule={quote.reason}
            typed={state.typed}
            problem={state.problem}
          />
          <p>{text.told(toldBy(booking, openSessions(booking)))}</p>
        </Stack>
      </form>
    </Section>
  )
}

function CancelButtons({ view }: { view: ManageView }) {
  const { text } = view
  const words = requestText(view.locale)
  return (
    <>
      <StickyActions>
        <Button kind="danger" form="change" busyLabel={text.canceling}>
          {words.cancel}
        </Button>
      </StickyActions>
      <MoreActions>
        <ButtonLink href={linksOf(view).manage()}>{words.back}</ButtonLink>
      </MoreActions>
    </>
  )
}
