import { bookingText, placeText } from '#messages/booking.ts'
import { clockTime, shortDate } from '#messages/dates.ts'
import { formText } from '#messages/forms.ts'
import { dateLeaf } from '#messages/manage.ts'
import { picksText } from '#messages/packages.ts'
import { payText } from '#messages/pay.ts'
import { requestText } from '#messages/requests.ts'
import { paths } from '#paths.ts'
import type { Typed } from '#platform/forms.ts'
import { localDateOf } from '#platform/zones.ts'
import { BookingCard } from '#ui/booking-card.tsx'
import { Button, ButtonLink } from '#ui/button.tsx'
import { Banner } from '#ui/banner.tsx'
import { DetailsList } from '#ui/details-list.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { TextArea, TextField } from '#ui/field.tsx'
import { HiddenFields, PageHeading, Row, Section, Stack } from '#ui/layout.tsx'
import { SlotList } from '#ui/slot-list.tsx'
import { StickyActions } from '#ui/sticky-actions.tsx'
import { TwoClock } from '#ui/two-clock.tsx'
import { questionName, takesDiscount } from './booking-form.ts'
import { otherParty, type OpenOffer } from './booking-offer.tsx'
import { isPackage, isRequest, timesToPick } from './booking-picking.ts'
import { allHosts } from './booking-summary.tsx'
import { clocksOf } from './clocks.ts'
import { fieldId, typedText, type FormProblems } from './form-errors.ts'
import { OfferPolicy } from './booking-policy.tsx'
import { offerMoney } from './booking-price.ts'
import { withStarts } from './booking-starts.ts'
import { withPrefill } from './prefill.ts'
import { SessionTimes } from './session-times.tsx'

/** The form as it stands. */
export interface DetailsView {
  open: OpenOffer
  /** The chosen times, in order of time. */
  starts: Temporal.Instant[]
  zone: string
  zoneChosen: boolean
  /** The sealed key of this form. */
  key: string
  typed: Typed
  /** What is left of the credit that the address proves to be this customer's. */
  creditMinor: bigint
  problems?: FormProblems | undefined
  notice?: { title: string; lead?: string; line: string } | undefined
  /** A chosen time that cannot be had, with free ones instead of it. */
  instead?: { of: Temporal.Instant | null; nearest: Temporal.Instant[] } | undefined
}

const FORM = 'details'

/** Everything between the frame's header and footer on P3, also after a refusal (Px). */
export function DetailsForm(view: DetailsView) {
  const { open, problems, notice } = view
  const text = bookingText(open.locale)
  return (
    <Stack gap="section">
      {problems ? <ErrorSummary heading={problems.heading} problems={problems.problems} /> : null}
      {notice ? (
        <ErrorSummary
          heading={notice.title}
          lead={notice.lead}
          problems={[{ href: `#${fieldId(view.instead ? 'start' : 'name')}`, text: notice.line }]}
        />
      ) : null}
      <PageHeading title={text.details} back={{ href: timesAddress(view), label: text.backToTimes }} />
      <form id={FORM} method="post" action={paths.details(open.slug, open.eventType)} novalidate>
        <HiddenFields
          fields={{
            key: view.key,
            tz: view.zone,
            credit: open.prefill['credit'],
            again: open.prefill['again'],
            gone: view.instead?.of?.toString(),
          }}
        />
        {standing(view).map((start) => (
          <input type="hidden" name="start" value={start.toString()} />
        ))}
        <Stack gap="section">
          <Instead {...view} />
          <Chosen {...view} />
          <CreditNote {...view} />
          <Fields {...view} />
        </Stack>
      </form>
      <OfferPolicy offer={open.offer} startsAt={startForPolicy(view)} zone={view.zone} locale={open.locale} />
      <StickyActions amount={{ label: text.price, value: offerMoney(open.offer, open.locale).price }}>
        <Button form={FORM} busyLabel={text.busy}>
          {buttonLabel(view)}
        </Button>
      </StickyActions>
    </Stack>
  )
}

/** The chosen times that still stand. */
function standing({ starts, instead }: DetailsView): Temporal.Instant[] {
  return starts.filter((start) => !instead?.of?.equals(start))
}

// Several times stay picked on the page that they are changed on.
function timesAddress(view: DetailsView): string {
  const { open, zone, zoneChosen } = view
  const query = zoneChosen ? { tz: zone } : {}
  const picked = timesToPick(open.offer) > 1 ? standing(view) : []
  return withPrefill(withStarts(paths.times(open.slug, open.eventType, query), picked), open.prefill)
}

// Back to the day that was chosen, so that a near time can be picked with one click.
function changeAddress(view: DetailsView): string {
  const { open, starts, zone, zoneChosen } = view
  if (timesToPick(open.offer) > 1) return timesAddress(view)
  const day = starts[0] && localDateOf(starts[0], zone).toString()
  const query = { ...(zoneChosen ? { tz: zone } : {}), ...(day ? { day } : {}) }
  return withPrefill(paths.times(open.slug, open.eventType, query), open.prefill)
}

function buttonLabel(view: DetailsView): string {
  const { offer, locale } = view.open
  const text = bookingText(locale)
  const wanted = timesToPick(offer)
  if (isRequest(offer)) {
    const words = requestText(locale)
    if (isPackage(offer)) return words.askAll(wanted)
    return wanted === 1 && !view.instead
      ? words.ask(view.starts[0]!, view.zone, offer.now)
      : words.askOneOf(wanted)
  }
  if (view.instead) return wanted > 1 ? picksText(locale).bookWith(wanted) : text.bookChosen
  return view.starts.length === 1
    ? text.bookAt(view.starts[0]!, view.zone, offer.now)
    : text.bookTimes(view.starts.length)
}

function Chosen(view: DetailsView) {
  const { open, starts, zone, instead } = view
  const { offer, locale } = open
  const text = bookingText(locale)
  const several = timesToPick(offer) > 1
  const money = offerMoney(offer, locale)
  const first = starts[0]
  return (
    <BookingCard
      label={several ? picksText(locale).yourTimes(starts.length) : text.yourTime}
      leaf={
        first && !several
          ? { ...dateLeaf(first, zone), struck: instead?.of?.equals(first) ?? false }
          : undefined
      }
      title={<bdi>{offer.eventType.name}</bdi>}
      when={
        <Stack gap="tight">
          {several ? (
            <SessionTimes sessions={spansOf(view)} zone={zone} locale={locale} />
          ) : first ? (
            <OneTime view={view} start={first} />
          ) : null}
          <Row>
            <ButtonLink kind="link" href={changeAddress(view)}>
              {several ? picksText(locale).changeTimes : text.changeTime}
            </ButtonLink>
          </Row>
        </Stack>
      }
    >
      <DetailsList
        rows={[
          { term: text.terms.place, detail: <bdi>{placeText(offer.eventType, locale)}</bdi> },
          { term: text.terms.price, detail: money.price, note: money.note },
          { term: text.terms.host, detail: <bdi>{allHosts(offer, locale)}</bdi> },
        ]}
      />
    </BookingCard>
  )
}

function spansOf({ open, starts, instead }: DetailsView) {
  const { durationMinutes: minutes } = open.offer.eventType
  return starts.map((start) => ({
    startsAt: start,
    endsAt: start.add({ minutes }),
    struck: instead?.of?.equals(start) ?? false,
  }))
}

function OneTime({ view, start }: { view: DetailsView; start: Temporal.Instant }) {
  const { open, zone, instead } = view
  const { offer, locale } = open
  const end = start.add({ minutes: offer.eventType.durationMinutes })
  const clocks = clocksOf({ start, end, zone, other: otherParty(offer), now: offer.now, locale })
  return <TwoClock {...clocks} struck={instead?.of?.equals(start) ?? false} />
}

function Instead(view: DetailsView) {
  const { instead, open, zone } = view
  if (!instead) return null
  const text = bookingText(open.locale)
  const label = (start: Temporal.Instant) => ({
    value: start.toString(),
    datetime: start.toString(),
    label: clockTime(start, zone, open.locale),
    note: shortDate(start, zone, open.locale, open.offer.now),
  })
  return (
    <Section heading={text.nearest} id={fieldId('start')}>
      <p class="quiet">
        {standing(view).length > 0 ? picksText(open.locale).keptOthers(standing(view).length) : null}{' '}
        {text.keptBelow}
      </p>
      {instead.nearest.length > 0 ? (
        <SlotList name="start" groups={[{ legend: text.chooseTime, slots: instead.nearest.map(label) }]} />
      ) : (
        <p>{text.noneNear}</p>
      )}
      <Row>
        <ButtonLink kind="link" href={timesAddress(view)}>
          {text.allTimes}
        </ButtonLink>
      </Row>
    </Section>
  )
}

function Fields({ open, typed, problems }: DetailsView) {
  const { locale, offer } = open
  const text = bookingText(locale)
  const { optional } = formText(locale)
  const field = (name: string, required: boolean) => ({
    id: fieldId(name),
    name,
    value: typedText(typed, name),
    error: problems?.of(name),
    required,
    mark: required ? undefined : optional,
  })
  const byPhone = offer.eventType.locationKind === 'phone'
  return (
    <Stack>
      <TextField {...field('name', true)} label={text.name} autocomplete="name" dir="auto" />
      <TextField
        {...field('email', true)}
        label={text.email}
        type="email"
        autocomplete="email"
        hint={text.emailHint}
      />
      <TextField
        {...field('phone', byPhone)}
        label={text.phone}
        type="tel"
        autocomplete="tel"
        hint={byPhone ? text.phoneHint : undefined}
      />
      {offer.eventType.questions.map((question) => {
        const props = { ...field(questionName(question), question.required), label: question.label }
        return question.kind === 'line' ? (
          <TextField {...props} dir="auto" />
        ) : (
          <TextArea {...props} rows={3} />
        )
      })}
      <TextArea {...field('guests', false)} label={text.guests} hint={text.guestsHint} rows={3} />
      {takesDiscount(offer) ? (
        <TextField
          {...field('discount', false)}
          label={payText(locale).code}
          hint={offer.eventType.paymentMode === 'price_collected' ? payText(locale).codeHint : undefined}
          autocomplete="off"
        />
      ) : null}
    </Stack>
  )
}

function CreditNote({ open, creditMinor }: DetailsView) {
  if (creditMinor === 0n) return null
  const text = payText(open.locale)
  return (
    <Banner kind="info" title={text.creditTitle}>
      {text.creditHere({ minor: creditMinor, currency: open.offer.eventType.currency })}
    </Banner>
  )
}

// What the policy would do is said of the first time that still stands; without one, of the furthest there is.
function startForPolicy({ open, starts, instead }: DetailsView): Temporal.Instant {
  const { now, eventType } = open.offer
  return (
    starts.find((start) => !instead?.of?.equals(start)) ??
    starts[0] ??
    now.add({ hours: 24 * eventType.horizonDays })
  )
}
