import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { askText } from '#messages/asks.ts'
import { cityOf, deadline } from '#messages/dates.ts'
import type { Typed } from '#platform/forms.ts'
import type { Session } from '#domain/bookings/booking.ts'
import type { PolicyAction } from '#domain/policies/policy.ts'
import { Button, ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { Fieldset } from '#ui/choices.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { Select, TextArea, type Option } from '#ui/field.tsx'
import { HiddenFields, PageHeading, Stack } from '#ui/layout.tsx'
import { MoreActions, StickyActions } from '#ui/sticky-actions.tsx'
import { TwoClock } from '#ui/two-clock.tsx'
import type { WebContext } from '../deps.ts'
import { answerByFor, askableSessions } from './ask-askable.ts'
import { WISHES, wishField, wishOptions } from './ask-wishes.ts'
import { clocksOf } from './clocks.ts'
import { fieldId, typedText } from './form-errors.ts'
import { manageFrame } from './manage-frame.tsx'
import { sealOpened } from './opened-form.ts'
import { linksOf, type ManageView } from './manage-view.ts'

/** Longest reason that the form takes. */
export const LONGEST_ASKED = 1_000

/** What is asked for. */
export interface Asked {
  action: PolicyAction
  sessions: readonly Session[]
}

/** What stands in the form, and what is wrong with it. */
export interface AskShown {
  status?: ContentfulStatusCode
  typed: Typed
  problem?: { field: string; text: string }
}

export const NOTHING_ASKED: AskShown = { typed: {} }

/** The form that asks for an exception: why, and which times would suit (ux M5a). */
export async function askFormPage(
  c: WebContext,
  view: ManageView,
  asked: Asked,
  shown: AskShown,
): Promise<Response> {
  const { locale, host, booking, zone } = view
  const { action, sessions } = asked
  const words = askText(locale)
  const title = words.heading(host.name, action)
  const answerBy = deadline(answerByFor(booking, sessions), zone, host, locale, booking.now)
  const { problem } = shown
  const opened = sealOpened(c.var.deps.context.secret, view, 'ask')
  const options = action === 'reschedule' ? await wishOptions(c, view, sessions, shown.typed) : null
  return manageFrame(
    c,
    view,
    { title, status: shown.status, failed: problem !== undefined },
    <Stack gap="section">
      {problem ? (
        <ErrorSummary
          heading={words.problem}
          problems={[{ href: `#${fieldId(problem.field)}`, text: problem.text }]}
        />
      ) : null}
      <PageHeading
        title={title}
        lead={words.lead(host.name, answerBy)}
        back={{ href: linksOf(view).manage({ do: action }), label: words.back }}
      />
      <What view={view} sessions={sessions} />
      <form method="post" action={linksOf(view).ask()} id="ask" novalidate>
        <HiddenFields
          fields={{ opened, do: action, sessions: sessions.map((session) => session.id).join(' ') }}
        />
        <Stack gap="section">
          <Why view={view} action={action} shown={shown} />
          {options
            ? sessions.map((session) => (
                <Wishes view={view} session={session} shown={shown} options={options.get(session.id)!} />
              ))
            : null}
        </Stack>
      </form>
      <StickyActions>
        <Button form="ask" busyLabel={words.asking}>
          {words.submit(host.name)}
        </Button>
      </StickyActions>
      <Instead view={view} asked={asked} />
    </Stack>,
  )
}

/** The times that the question is about. */
export function What({ view, sessions }: { view: ManageView; sessions: readonly Session[] }) {
  const { booking, zone, host, locale } = view
  return (
    <Card heading={booking.eventType.name} kind="sunken">
      <Stack>
        {sessions.map((session) => (
          <TwoClock
            {...clocksOf({
              start: session.startsAt,
              end: session.endsAt,
              zone,
              other: host,
              now: booking.now,
              locale,
            })}
          />
        ))}
      </Stack>
    </Card>
  )
}

function Why({ view, action, shown }: { view: ManageView; action: PolicyAction; shown: AskShown }) {
  const words = askText(view.locale)
  return (
    <TextArea
      id={fieldId('reason')}
      name="reason"
      label={words.why(action)}
      mark={words.required}
      hint={words.readBy(view.host.name)}
      error={shown.problem?.field === 'reason' ? shown.problem.text : undefined}
      value={typedText(shown.typed, 'reason')}
      required
      rows={3}
      maxlength={LONGEST_ASKED}
    />
  )
}

function Wishes({
  view,
  session,
  shown,
  options,
}: {
  view: ManageView
  session: Session
  shown: AskShown
  options: readonly Option[]
}) {
  const { text, zone, locale, booking } = view
  const words = askText(locale)
  const legend =
    booking.sessions.length > 1
      ? words.timesOf(text.sessionWhen(session.startsAt, session.endsAt, zone))
      : words.times
  if (options.length === 0) return <p class="quiet">{words.noTimes}</p>
  return (
    <Fieldset
      id={fieldId(`wishes-${session.position}`)}
      legend={`${legend} ${words.optional}`}
      hint={words.timesHint(cityOf(zone))}
    >
      {WISHES.map((choice) => {
        const name = wishField(session, choice)
        return (
          <Select
            id={fieldId(name)}
            name={name}
            label={choice === 1 ? words.first : words.second}
            value={typedText(shown.typed, name)}
            error={shown.problem?.field === name ? shown.problem.text : undefined}
            options={[{ value: '', label: words.noPreference }, ...options]}
          />
        )
      })}
    </Fieldset>
  )
}

// Whoever wanted the other thing is one click away from asking for that.
function Instead({ view, asked }: { view: ManageView; asked: Asked }) {
  const other = asked.action === 'cancel' ? ('reschedule' as const) : ('cancel' as const)
  if (askableSessions(view.booking, other).length === 0) return null
  return (
    <MoreActions>
      <ButtonLink
        href={linksOf(view).ask({ do: other })}
        icon={other === 'cancel' ? 'calendar-x' : 'calendar-days'}
      >
        {askText(view.locale).instead[asked.action]}
      </ButtonLink>
    </MoreActions>
  )
}
