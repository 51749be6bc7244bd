import { policySentence } from '#messages/policy.ts'
import { shortWhen } from '#messages/dates.ts'
import { leadingSession } from '#domain/bookings/booking.ts'
import type { PolicyRefusal } from '#domain/policies/evaluate.ts'
import type { PolicyAction } from '#domain/policies/policy.ts'
import { Banner } from '#ui/banner.tsx'
import { ButtonLink } from '#ui/button.tsx'
import { Row, Section, Stack } from '#ui/layout.tsx'
import { askText } from '#messages/asks.ts'
import { askableSessions } from './ask-askable.ts'
import type { ManageSection } from './manage-section.ts'
import { PolicyCard } from './manage-policy.tsx'
import type { Standing } from './manage-standing.ts'
import { linksOf, type ManageView } from './manage-view.ts'

/**
 * An action that is not possible now (ux M5): the business's own words first, then the fact and the rule, then what
 * still works. The action keeps its place, and there is no dead button.
 */
export function blockedSection(
  view: ManageView,
  standing: Standing,
  action: PolicyAction,
  refusal: PolicyRefusal,
): ManageSection {
  const { text, booking, locale } = view
  const { title, line } = explain(view, standing, action, refusal)
  const own = booking.policy.rules[action].blockedMessage.trim()
  const bySwitch = refusal.code === 'switched_off' || refusal.code === 'started'
  return {
    title,
    body: (
      <Section heading={title}>
        <Stack gap="section">
          <Stack>
            {own && !bySwitch ? (
              <Banner kind="info" title={text.fromBusiness(booking.organization.name)}>
                <p dir="auto">{own}</p>
              </Banner>
            ) : null}
            {line ? <p>{line}</p> : null}
          </Stack>
          <StillWorks view={view} standing={standing} action={action} />
          {refusal.code === 'limit_reached' || bySwitch ? (
            <p class="quiet">
              {policySentence(
                action,
                booking.policy.rules[action],
                booking.sessions.length > 1 ? 'sessions' : 'booking',
                booking.currency,
                locale,
              )}
            </p>
          ) : (
            <PolicyCard view={view} action={action} session={leadingSession(booking)} />
          )}
        </Stack>
      </Section>
    ),
  }
}

function explain(
  view: ManageView,
  standing: Standing,
  action: PolicyAction,
  refusal: PolicyRefusal,
): { title: string; line: string | null } {
  const { text, booking, zone, locale } = view
  const words = text.blocked
  const rule = booking.policy.rules[action]
  switch (refusal.code) {
    case 'too_late': {
      const notice = rule.allowed.kind === 'until' ? rule.allowed.noticeMinutes : 0
      return {
        title: words.tooLate(action),
        line: words.closed(action, refusal.closedAt, notice, zone, booking.now),
      }
    }
    case 'never_allowed': {
      const both =
        standing.cancel.refusal?.code === 'never_allowed' &&
        standing.reschedule.refusal?.code === 'never_allowed'
      return { title: both ? words.never : words.neverThis(action), line: null }
    }
    case 'switched_off':
      return { title: words.switchedOff(action, booking.organization.name), line: null }
    case 'limit_reached':
      return { title: words.limit(refusal.limit), line: words.limitLine }
    case 'started':
      return {
        title: words.started,
        line: words.startedLine(shortWhen(leadingSession(booking).startsAt, zone, locale, booking.now)),
      }
    case 'not_open':
      return { title: words.notOpen(action), line: null }
  }
}

function StillWorks({
  view,
  standing,
  action,
}: {
  view: ManageView
  standing: Standing
  action: PolicyAction
}) {
  const { text, booking } = view
  const { contactEmail, contactPhone, name } = booking.organization
  const { manage } = linksOf(view)
  const other = action === 'cancel' ? 'reschedule' : 'cancel'
  const otherWorks = !standing[other].refusal
  const askable = askableSessions(booking, action).length > 0
  const isAsked = booking.asks.some((ask) => ask.state === 'open')
  const words = askText(view.locale)
  return (
    <Stack>
      <h3>{text.stillWorks}</h3>
      {askable ? (
        <Row>
          <ButtonLink kind="primary" href={linksOf(view).ask({ do: action })}>
            {words.askInstead(view.host.name)}
          </ButtonLink>
        </Row>
      ) : null}
      {isAsked ? (
        <Row>
          <ButtonLink href={manage()}>{words.alreadyAsked(view.host.name)}</ButtonLink>
        </Row>
      ) : null}
      <p>{contactEmail || contactPhone ? text.contact(name) : text.noContact(name)}</p>
      <Row>
        {contactPhone ? (
          <ButtonLink href={`tel:${contactPhone.replaceAll(/[^+\d]/g, '')}`} icon="phone" target="_top">
            {text.call(contactPhone)}
          </ButtonLink>
        ) : null}
        {contactEmail ? (
          <ButtonLink href={`mailto:${encodeURI(contactEmail)}`} icon="mail" target="_top">
            {text.write}
          </ButtonLink>
        ) : null}
        {otherWorks ? (
          <ButtonLink href={manage({ do: other })} icon={other === 'cancel' ? 'calendar-x' : 'calendar-days'}>
            {other === 'cancel' ? text.cancelInstead : text.moveInstead}
          </ButtonLink>
        ) : null}
      </Row>
    </Stack>
  )
}
