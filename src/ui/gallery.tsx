import { Banner } from './banner.tsx'
import { Button, ButtonLink } from './button.tsx'
import { Card } from './card.tsx'
import { ChoiceNav } from './choice-nav.tsx'
import { Checkbox, CheckboxGroup, Fieldset, RadioGroup } from './choices.tsx'
import { EmptyPanel } from './empty-panel.tsx'
import { ErrorSummary } from './error-summary.tsx'
import { Select, TextArea, TextField } from './field.tsx'
import { Example } from './gallery-example.tsx'
import { BookingParts } from './gallery-booking.tsx'
import { StaffParts } from './gallery-staff.tsx'
import { PageHeading, Row, Stack } from './layout.tsx'
import { StatusChip, type StatusKind } from './status-chip.tsx'

/** Every component in its states, for the eye and for the checks of ux section 5. Needs the staff style sheet. */
export function Gallery() {
  return (
    <Stack gap="section">
      <PageHeading title="Gallery" lead="Every part of Kept, at rest and in trouble." />
      <Buttons />
      <Fields />
      <Choices />
      <Messages />
      <Chips />
      <BookingParts />
      <StaffParts />
    </Stack>
  )
}

function Buttons() {
  return (
    <Example name="Buttons">
      <Row>
        <Button busyLabel="Booking…">Book Thu 3 Dec, 2:30pm</Button>
        <Button kind="danger" busyLabel="Cancelling…">
          Cancel the booking and get £40.00 back
        </Button>
        <Button kind="quiet" icon="undo-2">
          Undo: put it back until 7:10am
        </Button>
        <Button kind="link">Show another month</Button>
      </Row>
      <Row>
        <ButtonLink kind="primary" href="#first" icon="clock">
          First free: Wed 2 Dec, 9:00am
        </ButtonLink>
        <ButtonLink href="#keep">Keep my booking</ButtonLink>
      </Row>
      <Button id="blocked" disabledReason="Dana has to confirm the booking first.">
        Move the booking
      </Button>
      <Button wide>
        A very long label that says exactly what happens next and which therefore wraps over several lines on
        a phone
      </Button>
      <ChoiceNav
        label="Example choices"
        choices={[
          { href: '#reschedule', label: 'Reschedule', icon: 'calendar-days' },
          { href: '#cancel', label: 'Cancel', icon: 'calendar-x', current: true, note: 'too late online' },
          { href: '#keep', label: 'Keep', icon: 'calendar-check' },
        ]}
      />
    </Example>
  )
}

function Fields() {
  return (
    <Example name="Fields">
      <TextField id="g-name" name="name" label="Name" value="Żaneta Wójcik" autocomplete="off" dir="auto" />
      <TextField
        id="g-mail"
        name="email"
        type="email"
        label="E-mail"
        hint="The confirmation goes here."
        error="Write an address such as name@example.com"
        value="cleo@"
        required
      />
      <TextField
        id="g-notice"
        name="notice"
        type="number"
        label="Notice"
        value="90"
        min={0}
        suffix="minutes"
      />
      <TextField id="g-date" name="date" type="date" label="Date" value="2026-12-03" />
      <TextField id="g-time" name="time" type="time" label="Time" value="14:30" />
      <Select
        id="g-reason"
        name="reason"
        label="Why are you cancelling?"
        mark="(optional)"
        value=""
        options={[
          { value: '', label: 'Rather not say' },
          { value: 'time', label: 'The time no longer works' },
        ]}
      />
      <TextArea
        id="g-note"
        name="note"
        label="Note"
        hint="Please leave out medical details."
        value={'<b>One</b>\nTwo'}
      />
    </Example>
  )
}

function Choices() {
  return (
    <Example name="Choices">
      <RadioGroup
        id="g-money"
        name="money"
        legend="What would you like back?"
        error="Choose money or credit"
        options={[
          { value: 'money', label: 'Money back £20.00' },
          {
            value: 'credit',
            label: 'Credit £40.00 for 12 months',
            hint: 'For any appointment here.',
            checked: true,
          },
        ]}
      />
      <CheckboxGroup
        id="g-days"
        name="days"
        legend="Working days"
        inline
        options={[
          { value: 'mon', label: 'Monday', checked: true },
          { value: 'tue', label: 'Tuesday' },
          { value: 'sun', label: 'Sunday', disabled: true },
        ]}
      />
      <Checkbox
        id="g-agree"
        name="agree"
        label="I agree to the policy"
        error="Tick the box to go on"
        required
      />
      <Fieldset id="g-hours" legend="Monday" hint="On the clock of the place.">
        <TextField id="g-from" name="from" type="time" label="From" value="09:00" />
        <TextField id="g-to" name="to" type="time" label="To" value="17:00" />
      </Fieldset>
    </Example>
  )
}

function Messages() {
  return (
    <Example name="Messages">
      <ErrorSummary
        heading="Two things need an answer"
        problems={[
          { href: '#g-mail', text: 'Write an address such as name@example.com' },
          { href: '#g-money', text: 'Choose money or credit' },
        ]}
      />
      <Banner kind="ok" title="Saved">
        <p>New bookings follow the new rule.</p>
      </Banner>
      <Banner kind="warn" title="It is too late to cancel online">
        <p>
          Online changes closed at 2:30pm today. You can still <a href="#ask">ask Dana</a>.
        </p>
      </Banner>
      <Banner
        kind="danger"
        title="The card was declined"
        action={<ButtonLink href="#pay">Use another card</ButtonLink>}
      />
      <Banner kind="info" title="The price changed while this page was open" />
      <EmptyPanel
        heading="No bookings yet"
        level={3}
        action={<ButtonLink href="#book">Book an appointment</ButtonLink>}
      >
        What you book is listed here.
      </EmptyPanel>
      <Card heading="A card with an action" level={3} action={<a href="#edit">Edit</a>}>
        <p>Cards hold what belongs together.</p>
      </Card>
      <Card heading="A sunken card" level={3} kind="sunken">
        <p>For what is there to be read.</p>
      </Card>
    </Example>
  )
}

const chips: readonly [StatusKind, string][] = [
  ['scheduled', 'Scheduled'],
  ['moved', 'Moved'],
  ['canceled', 'Cancelled'],
  ['kept', 'Coming'],
  ['needs_you', 'Needs you'],
  ['requested', 'Requested'],
  ['completed', 'Completed'],
  ['no_show', 'No-show'],
  ['neutral', 'Told'],
]

function Chips() {
  return (
    <Example name="Status">
      <Row>
        {chips.map(([kind, label]) => (
          <StatusChip kind={kind} label={label} />
        ))}
      </Row>
    </Example>
  )
}
