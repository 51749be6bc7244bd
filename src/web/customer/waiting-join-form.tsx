import { joinText } from '#messages/waitlist.ts'
import { paths } from '#paths.ts'
import type { Typed } from '#platform/forms.ts'
import { Banner } from '#ui/banner.tsx'
import { Button, ButtonLink } from '#ui/button.tsx'
import { RadioGroup } from '#ui/choices.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { TextField } from '#ui/field.tsx'
import { HiddenFields, PageHeading, Row, Section, Stack } from '#ui/layout.tsx'
import { SlotLinks } from '#ui/slot-list.tsx'
import { StickyActions } from '#ui/sticky-actions.tsx'
import type { OpenOffer } from './booking-offer.tsx'
import { withStarts } from './booking-starts.ts'
import { OfferSummary } from './booking-summary.tsx'
import { fieldId, typedText, type FormProblems } from './form-errors.ts'
import type { Span } from './waiting-spans.ts'

export interface JoinNotice {
  title: string
  line: string
}

/** The form as it stands. */
export interface JoinView {
  open: OpenOffer
  zone: string
  zoneChosen: boolean
  day: Temporal.PlainDate | null
  spans: Span[]
  /** The sealed key of this form. */
  key: string
  typed: Typed
  /** The form came back too fast once; now it is meant. */
  checked?: boolean
  problems?: FormProblems
  notice?: JoinNotice
  freeNow?: Temporal.Instant[]
}

const FORM = 'wait'

/** Name, address and days: everything a place in the line needs (ux P2e). */
export function JoinForm(view: JoinView) {
  const { open, problems, notice } = view
  const { offer, locale, slug, eventType } = open
  const text = joinText(locale)
  const tz = view.zoneChosen ? { tz: view.zone } : {}
  const day = view.day ? { day: view.day.toString() } : {}
  return (
    <Stack gap="section">
      {problems ? <ErrorSummary heading={problems.heading} problems={problems.problems} /> : null}
      {notice ? (
        <Banner kind="warn" title={notice.title}>
          <p>{notice.line}</p>
        </Banner>
      ) : null}
      <PageHeading
        title={text.heading}
        lead={text.lead(offer.eventType.offerMinutes)}
        back={{ href: paths.times(slug, eventType, { ...tz, ...day }), label: text.backToTimes }}
      />
      <OfferSummary offer={offer} locale={locale} />
      <form id={FORM} method="post" action={paths.joinWaitlist(slug, eventType)} novalidate>
        <HiddenFields
          fields={{
            key: view.key,
            tz: view.zone,
            day: view.day?.toString(),
            checked: view.checked ? '1' : undefined,
          }}
        />
        <Fields {...view} />
      </form>
      <StickyActions>
        <Button form={FORM} busyLabel={text.busy}>
          {text.button}
        </Button>
      </StickyActions>
    </Stack>
  )
}

function Fields({ open, spans, typed, problems }: JoinView) {
  const text = joinText(open.locale)
  const chosen = typedText(typed, 'span') || spans[0]!.name
  const field = (name: string) => ({
    id: fieldId(name),
    name,
    value: typedText(typed, name),
    error: problems?.of(name),
    required: true,
  })
  return (
    <Stack>
      <RadioGroup
        id={fieldId('span')}
        name="span"
        legend={text.span}
        error={problems?.of('span')}
        options={spans.map(({ name, firstDay, lastDay }) => ({
          value: name,
          label: text.spanOf(name, firstDay, lastDay),
          checked: name === chosen,
        }))}
      />
      <TextField {...field('name')} label={text.name} autocomplete="name" dir="auto" />
      <TextField
        {...field('email')}
        label={text.email}
        type="email"
        autocomplete="email"
        hint={text.emailHint}
      />
    </Stack>
  )
}

/** Some of the days have free times, so nobody has to wait for them. */
export function FreeNow({ view, starts }: { view: JoinView; starts: Temporal.Instant[] }) {
  const { open, zone, zoneChosen } = view
  const { locale, slug, eventType, offer } = open
  const text = joinText(locale)
  const tz = zoneChosen ? { tz: zone } : {}
  return (
    <Section heading={text.freeNow}>
      <p>{text.freeNowLine}</p>
      <SlotLinks
        groups={[
          {
            legend: offer.eventType.name,
            slots: starts.map((start) => ({
              value: start.toString(),
              datetime: start.toString(),
              label: text.freeAt(start, zone, offer.now),
              href: withStarts(paths.details(slug, eventType, tz), [start]),
            })),
          },
        ]}
      />
      <Row>
        <ButtonLink href={paths.times(slug, eventType, tz)}>{text.allTimes}</ButtonLink>
      </Row>
    </Section>
  )
}
