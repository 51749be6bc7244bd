import { minutesInWords } from '#messages/dates.ts'
import { money } from '#messages/money.ts'
import { eventTypeWords } from '#messages/settings-event-types.ts'
import { formWords } from '#messages/settings.ts'
import { paths } from '#paths.ts'
import { listEventTypes, type EventTypeEntry } from '#domain/event-types/list-event-types.ts'
import { ButtonLink } from '#ui/button.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { Row } from '#ui/layout.tsx'
import { StatusChip } from '#ui/status-chip.tsx'
import { DataTable } from '#ui/table.tsx'
import type { StaffContext } from '../staff-env.ts'
import { settingsPage } from './settings-page.tsx'

/** GET: everything that can be booked. */
export async function showEventTypes(c: StaffContext): Promise<Response> {
  const words = eventTypeWords(c.var.locale)
  const eventTypes = await listEventTypes(c.var.deps.context.reader, c.var.scope)
  const add = (
    <ButtonLink kind="primary" href={paths.newEventType()}>
      {words.add}
    </ButtonLink>
  )
  if (eventTypes.length === 0) {
    const nothing = (
      <EmptyPanel heading={words.none} action={add}>
        {words.noneLine}
      </EmptyPanel>
    )
    return settingsPage(c, { title: words.title, lead: words.lead }, nothing)
  }
  const columns = Object.values(words.columns).map((label) => ({ label }))
  return settingsPage(
    c,
    { title: words.title, lead: words.lead, saved: words.saved },
    <>
      <Row>{add}</Row>
      <DataTable
        caption={words.title}
        captionHidden
        columns={columns}
        rows={eventTypes.map((entry) => rowOf(c, entry))}
      />
    </>,
  )
}

function rowOf(c: StaffContext, entry: EventTypeEntry) {
  const words = eventTypeWords(c.var.locale)
  const common = formWords(c.var.locale)
  return {
    href: paths.eventType(entry.id),
    cells: [
      <bdi>{entry.name}</bdi>,
      entry.hostRule === 'panel' ? words.panelOf(entry.hosts) : words.rules[entry.hostRule],
      minutesInWords(entry.durationMinutes),
      entry.paymentMode === 'free' ? words.free : money(entry.priceMinor, entry.currency, c.var.locale),
      words.pages(entry.pages),
      <StatusChip
        kind={entry.active ? 'scheduled' : 'neutral'}
        label={entry.active ? common.on : common.off}
      />,
    ],
  }
}
