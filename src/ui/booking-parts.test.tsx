import { describe, expect, test } from 'vitest'
import { BookingCard } from './booking-card.tsx'
import { ChangePair } from './change-pair.tsx'
import { ChoiceNav } from './choice-nav.tsx'
import { DetailsList } from './details-list.tsx'
import { QuoteSlip } from './quote-slip.tsx'
import { ResultPanel } from './result-panel.tsx'
import { StatusChip } from './status-chip.tsx'
import { DataTable } from './table.tsx'
import { Timeline } from './timeline.tsx'

test('reschedule, cancel and keep are links, and one is where Cleo is', () => {
  const html = String(
    <ChoiceNav
      label="What to do"
      choices={[
        { href: '?do=reschedule', label: 'Reschedule' },
        { href: '?do=cancel', label: 'Cancel', current: true, note: 'too late online' },
      ]}
    />,
  )
  expect(html).toContain('<nav class="choice-nav" aria-label="What to do">')
  expect(html).toContain('<a href="?do=cancel" aria-current="page">')
  expect(html.match(/aria-current/gu)).toHaveLength(1)
  expect(html).not.toContain('role="tab"')
})

describe('a quote', () => {
  const html = String(
    <QuoteSlip
      quoteId="q1"
      expiresAt="2026-12-01T12:10:00Z"
      rows={[{ term: 'Fee', amount: '−£20.00', spoken: 'minus 20 pounds', note: 'Half is kept' }]}
      total={{ term: 'You get back', amount: '£20.00' }}
    />,
  )

  test('is a list of terms with the total last', () => {
    expect(html).toMatch(/^<div class="quote-slip" data-quote="q1" data-expires="2026-12-01T12:10:00Z"><dl>/u)
    expect(html).toMatch(
      /<div class="quote-total"><dt>You get back<\/dt><dd><bdi>£20\.00<\/bdi><\/dd><\/div><\/dl>/u,
    )
  })

  test('spells its signs for the ear', () => {
    expect(html).toContain(
      '<bdi aria-hidden="true">−£20.00</bdi><span class="visually-hidden">minus 20 pounds</span>',
    )
  })
})

test('old and new are told apart by words, and the old one is struck when it is over', () => {
  const html = String(
    <ChangePair done from={{ label: 'From', when: 'Thursday' }} to={{ label: 'To', when: 'Friday' }} />,
  )
  expect(html).toMatch(/<dt>From <\/dt>.*<s><time>Thursday<\/time><\/s>/u)
  expect(html).toMatch(/<dt>To <\/dt>.*<span class="when"><time>Friday<\/time><\/span>/u)
})

test('the heading of a result takes the focus without a script', () => {
  expect(String(<ResultPanel kind="ok" heading="Booked" />)).toContain(
    '<h1 tabindex="-1" autofocus="">Booked</h1>',
  )
})

test('a status is a word with a shape', () => {
  expect(String(<StatusChip kind="canceled" label="Cancelled" />)).toMatch(
    /<path d="M5 0 10 5 5 10 0 5Z"><\/path><\/svg>Cancelled/u,
  )
  expect(String(<StatusChip kind="moved" label="Moved" />)).toContain('<circle')
})

test('the leaf of the date is not read out, the date beside it is', () => {
  const html = String(
    <BookingCard
      label="Your booking"
      leaf={{ weekday: 'Thu', day: '3', month: 'Dec' }}
      title="Physiotherapy"
      when={<p>Thursday 3 December</p>}
    />,
  )
  expect(html).toContain('<span class="leaf" aria-hidden="true">')
  expect(html).toContain('<p>Thursday 3 December</p>')
})

test('a link to change a fact says which fact', () => {
  const html = String(
    <DetailsList
      rows={[{ term: 'When', detail: 'Thursday', action: { href: '#t', label: 'Change', about: 'time' } }]}
    />,
  )
  expect(html).toContain('<a href="#t">Change<span class="visually-hidden"> time</span></a>')
})

test('a table keeps its meaning on a phone and says how it is sorted', () => {
  const html = String(
    <DataTable
      caption="Messages"
      columns={[{ label: 'For' }, { label: 'State', sort: { href: '?sort=state', direction: 'ascending' } }]}
      rows={[{ href: '/m/1', cells: ['Cleo', 'Sent'] }]}
    />,
  )
  expect(html).toContain(
    '<th role="columnheader" scope="col" aria-sort="ascending"><a href="?sort=state">State</a></th>',
  )
  expect(html).toContain('<th role="rowheader" scope="row"><a href="/m/1">Cleo</a></th>')
  expect(html).toContain('<td role="cell" data-label="State">Sent</td>')
})

test('a timeline is an ordered list whose times carry their instants', () => {
  const html = String(
    <Timeline
      label="History"
      entries={[{ datetime: '2026-12-01T12:00:00Z', time: '12:00pm', title: 'Cancelled' }]}
    />,
  )
  expect(html).toContain('<ol class="timeline" aria-label="History">')
  expect(html).toContain('<time datetime="2026-12-01T12:00:00Z">12:00pm</time>')
})
