import { describe, expect, test } from 'vitest'
import { toMinute } from '#platform/zones.ts'
import { words } from './booking-forms.testing.ts'
import type { PickerQuery } from './picker-query.ts'
import { SlotPicker, type SlotPickerProps } from './slot-picker.tsx'

const minute = (instant: string) => toMinute(Temporal.Instant.from(instant))

function picker(
  props: Partial<Omit<SlotPickerProps, 'query'>> & { query?: Partial<PickerQuery> } = {},
): string {
  const query: PickerQuery = {
    zone: 'Europe/London',
    zoneChosen: false,
    month: null,
    day: null,
    unreadable: [],
    ...props.query,
  }
  return String(
    <SlotPicker
      starts={['2026-12-03T14:30:00Z', '2026-12-03T18:00:00Z', '2026-12-09T09:00:00Z'].map(minute)}
      now={Temporal.Instant.from('2026-12-01T12:00:00Z')}
      until={Temporal.Instant.from('2027-01-20T12:00:00Z')}
      locale="en-GB"
      business={{
        name: 'Harbour Physio',
        contactEmail: 'hello@harbour.example',
        contactPhone: '+44 20 7946 0018',
      }}
      hrefFor={(to) => `/times?${new URLSearchParams(to)}`}
      slot={(start) => ({ href: `/details/${start}` })}
      {...props}
      query={query}
    />,
  )
}

describe('choosing a time', () => {
  test('Cleo sees the first free time, the month with counts, and the times of the first free day by parts of the day', () => {
    const text = words(`<body>${picker()}`)
    expect(text).toContain('First free: Thu 3 Dec, 2:30pm')
    expect(text).toContain('Thursday 3 December 2026, 2 times free')
    expect(text).toContain('Afternoon 2:30pm')
    expect(text).toContain('Evening 6:00pm')
    expect(text).not.toContain('Morning')
  })

  test('she may turn to months that were searched, and to no others', () => {
    const december = picker()
    expect(december).not.toContain('rel="prev"')
    expect(december).toContain('href="/times?month=2027-01#month" rel="next"')
    const january = picker({ query: { month: Temporal.PlainYearMonth.from('2027-01') } })
    expect(january).toContain('rel="prev"')
    expect(january).not.toContain('rel="next"')
    expect(words(`<body>${january}`)).toContain(
      'There are no free times in January 2027 The free time before it is Wed 9 Dec, 9:00am.',
    )
  })

  test('links keep the zone only when she chose it', () => {
    expect(picker()).not.toContain('tz=Europe')
    expect(picker({ query: { zoneChosen: true } })).toContain('tz=Europe%2FLondon')
  })

  // Clocks in London go back at 1am UTC on 25 October 2026, so 1:30am comes twice. Seen to fail without the offset.
  test('a time that the clock shows twice that night is told apart by its offset', () => {
    const text = words(
      `<body>${picker({
        starts: ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00Z'].map(minute),
        now: Temporal.Instant.from('2026-10-20T12:00:00Z'),
      })}`,
    )
    expect(text).toContain('Morning 1:30am (GMT+1) 1:30am (GMT) 2:30am')
  })

  test('where people meet at a place its clock is the only one', () => {
    const html = picker({ zoneLocked: true })
    expect(html).not.toContain('<select')
    expect(words(`<body>${html}`)).toContain('Times are shown in London (GMT), where you meet.')
  })

  test('the time she has now is marked, and times can be radio buttons of a form', () => {
    const html = picker({ radioName: 'start', currentStart: minute('2026-12-03T18:00:00Z') })
    expect(html.match(/<input type="radio" name="start"/g)).toHaveLength(2)
    expect(words(`<body>${html}`)).toContain('6:00pm , your current time')
  })

  test('when nothing is free she reads what was searched and how to ask', () => {
    const html = picker({ starts: [] })
    const text = words(`<body>${html}`)
    expect(text).toContain('There are no free times now')
    expect(text).toContain('until Wednesday 20 January 2027')
    expect(html).toContain('href="tel:+442079460018"')
    expect(html).not.toContain('data-month-grid')
  })
})
