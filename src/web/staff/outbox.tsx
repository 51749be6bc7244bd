import {
  DELIVERY_STATES,
  listDeliveries,
  UNKNOWING_STATES,
  type DeliveryRow,
  type DeliveryState,
} from '#domain/notifications/queries.ts'
import { shortWhen } from '#messages/dates.ts'
import type { Locale } from '#messages/locale.ts'
import { audienceWord, deliveryStateWord, messageKindWord, outboxWords } from '#messages/staff-outbox.ts'
import { paths } from '#paths.ts'
import { spellReference } from '#platform/ids.ts'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { Select } from '#ui/field.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { PageHeading, Stack } from '#ui/layout.tsx'
import { Pager } from '#ui/pager.tsx'
import { DataTable } from '#ui/table.tsx'
import { fieldId } from '../customer/form-errors.ts'
import { staffFrame } from './frame.tsx'
import { queryText } from './request.ts'
import type { StaffContext } from './staff-env.ts'
import { MessageState } from './status.tsx'

/** The word in the address for "not everyone knows yet". */
const UNKNOWING = 'not-known'

/** GET: every message and what became of it, newest first (ux A9). An unknown state shows all of them. */
export async function outboxPage(c: StaffContext): Promise<Response> {
  const { deps, scope, locale } = c.var
  const wanted = queryText(c, 'state')
  const after = queryText(c, 'after')
  const states = statesOf(wanted)
  const state = states ? wanted : undefined
  const list = await listDeliveries(deps.context.reader, scope, {
    ...(states ? { states } : {}),
    ...(after ? { cursor: after } : {}),
  })
  const { rows, nextCursor } = list.ok ? list.value : { rows: [], nextCursor: null }
  const words = outboxWords(locale)
  return staffFrame(
    c,
    { title: words.title, current: 'outbox', width: 'full' },
    <Stack gap="section">
      <PageHeading title={words.title} lead={words.lead} />
      <Filters c={c} state={state} />
      {rows.length === 0 ? <Nothing c={c} state={state} /> : <Messages c={c} rows={rows} />}
      <Pager
        label={words.pages}
        previous={after ? { href: paths.outbox({ state }), label: words.newest } : undefined}
        next={
          nextCursor ? { href: paths.outbox({ state, after: nextCursor }), label: words.older } : undefined
        }
      />
    </Stack>,
  )
}

function statesOf(wanted: string | undefined): readonly DeliveryState[] | null {
  if (wanted === UNKNOWING) return UNKNOWING_STATES
  const state = DELIVERY_STATES.find((name) => name === wanted)
  return state ? [state] : null
}

function Filters({ c, state }: { c: StaffContext; state: string | undefined }) {
  const words = outboxWords(c.var.locale)
  return (
    <FilterBar
      action={paths.outbox()}
      label={words.views}
      submitLabel={words.show}
      views={{
        label: words.views,
        links: [
          { href: paths.outbox(), label: words.all, current: state === undefined },
          { href: paths.outbox({ state: UNKNOWING }), label: words.unknown, current: state === UNKNOWING },
        ],
      }}
    >
      <Select
        id={fieldId('state')}
        name="state"
        label={words.state}
        value={state ?? ''}
        options={[
          { value: '', label: words.all },
          { value: UNKNOWING, label: words.unknown },
          ...DELIVERY_STATES.map((name) => ({ value: name, label: deliveryStateWord(name) })),
        ]}
      />
    </FilterBar>
  )
}

function Messages({ c, rows }: { c: StaffContext; rows: DeliveryRow[] }) {
  const { locale, viewer } = c.var
  const words = outboxWords(locale)
  return (
    <DataTable
      caption={words.caption}
      captionHidden
      columns={[
        { label: words.for },
        { label: words.about },
        { label: words.state },
        { label: words.attempts, numeric: true },
        { label: words.made },
      ]}
      rows={rows.map((row) => ({
        href: paths.delivery(row.id),
        cells: [
          <bdi>{`${row.recipientName || row.to} (${audienceWord(row.audience)})`}</bdi>,
          [aboutOf(row, locale), row.reference ? spellReference(row.reference) : '']
            .filter(Boolean)
            .join(', '),
          <MessageState state={row.state} />,
          String(row.attempts),
          shortWhen(row.createdAt, viewer.zone, locale, viewer.now),
        ],
      }))}
    />
  )
}

// Programs are told of events by their names, which stand in their code as well.
function aboutOf(row: DeliveryRow, locale: Locale): string {
  return row.channel === 'webhook' && row.subject ? row.subject : messageKindWord(row.kind, locale)
}

function Nothing({ c, state }: { c: StaffContext; state: string | undefined }) {
  const words = outboxWords(c.var.locale)
  if (state === undefined) return <EmptyPanel heading={words.none}>{words.noneLine}</EmptyPanel>
  if (state === UNKNOWING) return <EmptyPanel heading={words.unknownNone}>{words.unknownNoneLine}</EmptyPanel>
  return <EmptyPanel heading={words.noneOfState}>{words.noneOfStateLine}</EmptyPanel>
}
