import { BookingCard } from './booking-card.tsx'
import { ChangePair } from './change-pair.tsx'
import { DetailsList } from './details-list.tsx'
import { Example } from './gallery-example.tsx'
import { MonthGrid, type MonthDay } from './month-grid.tsx'
import { OfferList } from './offer-list.tsx'
import { PeopleList } from './people-list.tsx'
import { QuoteSlip } from './quote-slip.tsx'
import { Ribbon, type RibbonZone } from './ribbon.tsx'
import { SlotLinks, SlotList, type SlotGroup } from './slot-list.tsx'
import { StatusChip } from './status-chip.tsx'
import { Timeline } from './timeline.tsx'
import { Deadline, TwoClock } from './two-clock.tsx'
import { ZoneControl, ZoneHint } from './zone-control.tsx'

export function BookingParts() {
  return (
    <>
      <BookingExample />
      <OfferExample />
      <RibbonExample />
      <MoneyExample />
      <TimesExample />
      <MonthExample />
      <HistoryExample />
    </>
  )
}

const clock = {
  datetime: '2026-12-03T19:30:00Z',
  when: 'Thursday 3 December 2026, 2:30pm to 3:00pm',
  zone: 'New York, Eastern Time (GMT−5)',
  other: "Dana's time: 7:30pm, London (GMT+0)",
}

function BookingExample() {
  return (
    <Example name="The booking">
      <BookingCard
        label="Your booking"
        leaf={{ weekday: 'Thu', day: '3', month: 'Dec' }}
        title="Physiotherapy, 30 minutes, with Dana Reyes"
        chip={<StatusChip kind="scheduled" label="Scheduled" />}
        when={<TwoClock {...clock} note="Clocks change on 28 March. This is the time on the day." />}
      >
        <DetailsList
          rows={[
            { term: 'Where', detail: 'Video call', note: 'The link is in your mail.' },
            { term: 'Paid', detail: '£40.00', action: { href: '#pay', label: 'Change', about: 'payment' } },
          ]}
        />
      </BookingCard>
      <form method="post" action="#" id="gallery-release">
        <DetailsList
          rows={[
            {
              term: 'When',
              detail: 'Thursday 3 December 2026, 2:30pm to 3:00pm',
              action: {
                form: 'gallery-release',
                name: 'to',
                value: 'times',
                label: 'Change',
                about: 'the time',
              },
            },
            { term: 'Where', detail: 'Pier Road, London' },
          ]}
        />
      </form>
      <BookingCard
        label="A cancelled booking"
        leaf={{ weekday: 'Thu', day: '3', month: 'Dec', struck: true }}
        title={<bdi>{'Überaus ausführliche Erstberatung mit Maximiliane Oberwasserstraßen-Lindenblüth'}</bdi>}
        chip={<StatusChip kind="canceled" label="Cancelled" />}
        when={<TwoClock {...clock} struck />}
      />
    </Example>
  )
}

function OfferExample() {
  return (
    <Example name="Offers">
      <OfferList
        offers={[
          {
            href: '#assessment',
            name: 'First assessment',
            facts: [
              { icon: 'clock', text: '45 minutes' },
              { icon: 'map-pin', text: 'Pier Road, London' },
            ],
            description: 'We look at what hurts and make a plan.',
            policy: 'Free to change until 24 hours before',
            next: 'Next free: Wed 2 Dec, 9:00am',
          },
          { href: '#call', name: 'Call', facts: [{ icon: 'video', text: '15 minutes by video' }] },
        ]}
      />
    </Example>
  )
}

const zones: readonly RibbonZone[] = [
  { tone: 'free', amount: '£40.00 back', until: 'until Wed 2 Dec, 2:30pm', share: 0.9 },
  { tone: 'fee', amount: '£20.00 back', until: 'until Thu 3 Dec, 10:30am', share: 0.08 },
  { tone: 'late', amount: 'Nothing back', until: 'from then on', share: 0.02 },
]

function RibbonExample() {
  const common = { hereLabel: 'You are here', sentence: 'You can cancel for free until the start.' }
  return (
    <Example name="Ribbon">
      {[0, 1, 2].map((here) => (
        <Ribbon
          {...common}
          label={`What you get back, seen from zone ${here + 1}`}
          zones={zones.map((zone, index) =>
            index === here ? { ...zone, current: true, position: 0.6 } : zone,
          )}
        />
      ))}
      <Ribbon
        {...common}
        label="Five zones"
        zones={[...zones.slice(0, 2), ...zones].map((zone, index) => ({
          ...zone,
          current: index === 2,
          position: 0,
        }))}
      />
      <Ribbon {...common} label="One zone" zones={zones.slice(0, 1)} />
      <p>
        Free for another{' '}
        <Deadline
          datetime="2026-12-02T19:30:00Z"
          remaining="31 hours 30 minutes"
          secondsLeft={113_400}
          passed="0 minutes"
        />
      </p>
    </Example>
  )
}

function MoneyExample() {
  return (
    <Example name="Quote and change">
      <QuoteSlip
        rows={[
          { term: 'Paid', amount: '£40.00' },
          {
            term: 'Fee',
            amount: '−£20.00',
            spoken: 'minus 20 pounds',
            note: 'Less than 24 hours: half is kept',
          },
        ]}
        total={{ term: 'You get back', amount: '£20.00' }}
        foot="To the Visa card ending 4242, in 5 to 10 working days."
      />
      <ChangePair
        done
        from={{ label: 'From', when: 'Thursday 3 December, 2:30pm', lines: ["Dana's time: 7:30pm"] }}
        to={{ label: 'To', when: 'Friday 4 December, 2:30pm', lines: ["Dana's time: 7:30pm"] }}
      />
    </Example>
  )
}

const groups: readonly SlotGroup[] = [
  {
    legend: 'Morning',
    day: 'Thursday 3 December',
    slots: [
      { value: '9', label: '9:00am', note: '+£5.00', spokenNote: '5 pounds more', href: '#9' },
      { value: '10', label: '10:00am', note: 'same price', href: '#10', checked: true },
    ],
  },
  {
    legend: 'Afternoon',
    day: 'Thursday 3 December',
    slots: [{ value: '14', label: '2:30pm', own: 'your current time', href: '#14' }],
  },
]

function TimesExample() {
  return (
    <Example name="Times">
      <form method="get">
        <SlotList name="start" groups={groups} />
      </form>
      <SlotLinks groups={[{ legend: 'Evening', slots: [{ value: '18', label: '6:00pm', href: '#18' }] }]} />
      <ZoneControl
        action="#"
        label="Times are shown in"
        value="America/New_York"
        submitLabel="Show"
        groups={[
          {
            label: 'Likely',
            options: [{ value: 'America/New_York', label: 'New York, Eastern Time (GMT−5)' }],
          },
          { label: 'Europe', options: [{ value: 'Europe/London', label: 'London (GMT+0)' }] },
        ]}
      />
      <ZoneHint
        zone="America/New_York"
        text="Showing New York time."
        linkText="Use {city} time instead"
        href="?tz={zone}"
      />
    </Example>
  )
}

function MonthExample() {
  const day = (number: number): MonthDay => ({
    date: `2027-02-${String(number).padStart(2, '0')}`,
    day: String(number),
    name: number % 3 === 0 ? `${number} February, 4 times free` : `${number} February, no free times`,
    href: number % 3 === 0 ? `#day-${number}` : undefined,
    count: number % 3 === 0 ? '4' : undefined,
    selected: number === 9,
    today: number === 2,
  })
  const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
  return (
    <Example name="Month">
      <MonthGrid
        caption="February 2027"
        weekdays={weekdays.map((long) => ({ long, short: long.slice(0, 3) }))}
        weeks={[0, 1, 2, 3].map((week) => weekdays.map((_, index) => day(week * 7 + index + 1)))}
        previous={{ href: '#january', label: 'January 2027' }}
        next={{ href: '#march', label: 'March 2027' }}
      />
    </Example>
  )
}

function HistoryExample() {
  return (
    <Example name="People and history">
      <PeopleList
        label="Panel"
        people={[
          { name: 'Dana Reyes', role: 'Lead' },
          { name: 'Asha Patel', role: 'Panelist', detail: '1:00am Friday, Kolkata (GMT+5:30)' },
          { name: 'ليلى حداد', role: 'Panelist', end: <StatusChip kind="neutral" label="Told" /> },
        ]}
      />
      <Timeline
        label="What happened"
        entries={[
          {
            datetime: '2026-11-12T10:00:00Z',
            time: 'Thu 12 Nov, 10:00am',
            title: 'Booked',
            icon: 'calendar-check',
          },
          {
            datetime: '2026-12-01T12:00:00Z',
            time: 'Tue 1 Dec, 12:00pm',
            title: 'Cancelled by you',
            detail: <p>From the mail link.</p>,
            icon: 'calendar-x',
          },
        ]}
      />
    </Example>
  )
}
