import { describe, expect, test } from 'vitest'
import { MonthGrid } from './month-grid.tsx'
import { SlotLinks, SlotList } from './slot-list.tsx'
import { Deadline, TwoClock } from './two-clock.tsx'
import { ZoneControl, ZoneHint } from './zone-control.tsx'

const slots = [
  { value: 'a', label: '2:30pm', note: '+£5.00', spokenNote: '5 pounds more', href: '?at=a', checked: true },
  { value: 'b', label: '3:00pm', own: 'your current time', href: '?at=b' },
]

describe('times to choose from', () => {
  test('are radios inside their labels, in a group named by day and part of the day', () => {
    const html = String(
      <SlotList name="start" groups={[{ legend: 'Afternoon', day: 'Thursday 3 December', slots }]} />,
    )
    expect(html).toContain(
      '<legend><span class="visually-hidden">Thursday 3 December, </span>Afternoon</legend>',
    )
    expect(html).toMatch(/<label class="slot"><input type="radio" name="start" value="a" checked=""\/>/u)
  })

  test('are read as "2:30pm, 5 pounds more" and "3:00pm, your current time"', () => {
    const html = String(<SlotList name="start" groups={[{ legend: 'Afternoon', slots }]} />)
    expect(spoken(html)).toContain('2:30pm, 5 pounds more')
    expect(spoken(html)).toContain('3:00pm, your current time')
    expect(spoken(html)).not.toContain('+£5.00')
  })

  test('as links lead on by themselves', () => {
    const html = String(<SlotLinks groups={[{ legend: 'Afternoon', slots }]} />)
    expect(html).toContain('<a class="slot" href="?at=a">')
    expect(html).not.toContain('<input')
  })
})

describe('a month', () => {
  const html = String(
    <MonthGrid
      caption="December 2026"
      weekdays={[
        { short: 'Wed', long: 'Wednesday' },
        { short: 'Thu', long: 'Thursday' },
      ]}
      weeks={[
        [
          {
            date: '2026-12-02',
            day: '2',
            name: 'Wednesday 2 December, 3 times free',
            href: '?day=2',
            count: '3',
            selected: true,
          },
          { date: '2026-12-03', day: '3', name: 'Thursday 3 December, closed' },
          null,
        ],
      ]}
      next={{ href: '?month=2027-01', label: 'January 2027' }}
    />,
  )

  test('is a table with a caption and whole words for its columns', () => {
    expect(html).toContain('<caption class="visually-hidden">December 2026</caption>')
    expect(html).toContain('<span class="visually-hidden">Wednesday</span>')
  })

  test('links the days with free times and says so; the others say why not', () => {
    expect(html).toContain('<a href="?day=2" data-date="2026-12-02" aria-current="date">')
    expect(spoken(html)).toContain('Wednesday 2 December, 3 times free')
    expect(html).toContain('<span data-date="2026-12-03">')
    expect(spoken(html)).toContain('Thursday 3 December, closed')
  })

  test('leads to the next month and not to one that is over', () => {
    expect(html).toContain('<a class="month-turn" href="?month=2027-01" rel="next">')
    expect(html).not.toContain('rel="prev"')
  })
})

test('the zone is changed by a form that only shows', () => {
  const html = String(
    <ZoneControl
      action="/book"
      label="Times are shown in"
      value="Europe/London"
      submitLabel="Show"
      keep={[{ name: 'day', value: '2026-12-03' }]}
      groups={[{ label: 'Europe', options: [{ value: 'Europe/London', label: 'London' }] }]}
    />,
  )
  expect(html).toContain('method="get" action="/book"')
  expect(html).toContain('<input type="hidden" name="day" value="2026-12-03"/>')
  expect(html).toContain(
    '<optgroup label="Europe"><option value="Europe/London" selected="">London</option></optgroup>',
  )
})

test('the offer of the own zone waits for the browser', () => {
  expect(
    String(
      <ZoneHint
        zone="Europe/London"
        text="Showing London time."
        linkText="Use {city} time"
        href="?tz={zone}"
      />,
    ),
  ).toContain('<p class="zone-hint" hidden="" data-zone-hint="true" data-zone="Europe/London"')
})

test('a time carries its instant, and the other clock only where there is one', () => {
  const time = {
    datetime: '2026-12-03T19:30:00Z',
    when: 'Thursday 3 December 2026, 2:30pm',
    zone: 'New York',
  }
  expect(String(<TwoClock {...time} />)).toContain('<time datetime="2026-12-03T19:30:00Z">')
  expect(String(<TwoClock {...time} />)).not.toContain('two-clock-other')
  expect(String(<TwoClock {...time} other="Dana's time: 7:30pm" />)).toContain('Dana&#39;s time: 7:30pm')
})

test('a deadline is the words of the server, with what the script needs to go on', () => {
  expect(
    String(
      <Deadline
        datetime="2026-12-02T19:30:00Z"
        remaining="2 hours"
        secondsLeft={7200.4}
        passed="0 minutes"
      />,
    ),
  ).toBe(
    '<time datetime="2026-12-02T19:30:00Z" data-deadline="true" data-seconds-left="7200" data-passed="0 minutes">2 hours</time>',
  )
})

/* What assistive technology gets: hidden parts gone, tags gone. */
function spoken(html: string) {
  return html.replace(/<(\w+)[^>]* aria-hidden="true"[^>]*>[^<]*<\/\1>/gu, '').replace(/<[^>]+>/gu, '')
}
