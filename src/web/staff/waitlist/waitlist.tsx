import { may } from '#domain/access/scope.ts'
import { removeFromWaitlist } from '#domain/waitlist/leave-waitlist.ts'
import { listWaitlist, type WaitingRow } from '#domain/waitlist/list-waitlist.ts'
import { staffWaitlistWords } from '#messages/staff-waitlist.ts'
import { paths } from '#paths.ts'
import { Banner } from '#ui/banner.tsx'
import { Button, ButtonLink } from '#ui/button.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { HiddenFields, PageHeading, Section, Stack } from '#ui/layout.tsx'
import { DataTable } from '#ui/table.tsx'
import { typedText } from '../../customer/form-errors.ts'
import { staffFrame } from '../frame.tsx'
import { badForm, queryText, readForm } from '../request.ts'
import type { StaffContext } from '../staff-env.ts'

/** GET: who waits for what, since when, and what is offered to them now. */
export function waitlistPage(c: StaffContext): Promise<Response> {
  return showWaitlist(c, {})
}

/** POST: takes one person off the list; a time that was theirs goes to the next. */
export async function submitRemove(c: StaffContext): Promise<Response> {
  const typed = await readForm(c)
  if (!typed) return badForm(c)
  const { deps, scope, payments, locale } = c.var
  const outcome = await removeFromWaitlist(deps.context, payments, scope, typedText(typed, 'entry'))
  if (outcome.ok) return c.redirect(paths.staffWaitlist({ done: 'removed' }), 303)
  const words = staffWaitlistWords(locale)
  return showWaitlist(c, { problem: outcome.refusal.code === 'unsure' ? words.unsure : words.over })
}

async function showWaitlist(c: StaffContext, { problem }: { problem?: string }): Promise<Response> {
  const { deps, scope, locale } = c.var
  const words = staffWaitlistWords(locale)
  const list = await listWaitlist(problem ? deps.context.db : deps.context.reader, scope)
  const rows = list.ok ? list.value : []
  return staffFrame(
    c,
    {
      title: words.title,
      current: 'waitlist',
      width: 'full',
      status: problem ? 409 : 200,
      refused: problem !== undefined,
    },
    <Stack gap="section">
      <PageHeading title={words.title} lead={rows.length > 0 ? words.lead(rows.length) : undefined} />
      {problem ? (
        <Banner kind="warn" title={words.notRemoved}>
          {problem}
        </Banner>
      ) : null}
      {!problem && queryText(c, 'done') === 'removed' ? (
        <Banner kind="ok" title={words.removedPlain} />
      ) : null}
      {rows.length === 0 ? (
        <EmptyPanel
          heading={words.empty}
          action={
            may(scope, 'event_type.edit') ? (
              <ButtonLink href={paths.eventTypes()}>{words.settings}</ButtonLink>
            ) : undefined
          }
        >
          {words.emptyLine}
        </EmptyPanel>
      ) : (
        linesOf(rows).map((line) => <Line c={c} line={line} />)
      )}
    </Stack>,
  )
}

/** One line for each event type, in the order in which its people joined. */
function linesOf(rows: readonly WaitingRow[]): WaitingRow[][] {
  return [...Map.groupBy(rows, (row) => row.entry.eventTypeId).values()]
}

function Line({ c, line }: { c: StaffContext; line: WaitingRow[] }) {
  const { viewer, locale, scope } = c.var
  const { zone, now } = viewer
  const words = staffWaitlistWords(locale)
  const { columns } = words
  const name = line[0]!.eventType
  const mayRemove = may(scope, 'booking.change.all')
  return (
    <Section heading={name}>
      <DataTable
        caption={words.caption(name)}
        captionHidden
        columns={[
          { label: columns.who },
          { label: columns.place, numeric: true },
          { label: columns.days },
          { label: columns.since },
          { label: columns.offer },
          ...(mayRemove ? [{ label: columns.act }] : []),
        ]}
        rows={line.map(({ entry, bookedAt, offered }, index) => ({
          id: `entry-${entry.id}`,
          cells: [
            <span>
              <bdi>{entry.name}</bdi> <span class="small quiet">{entry.email}</span>
            </span>,
            String(index + 1),
            bookedAt ? words.earlier(bookedAt, zone, now) : words.days(entry.from, entry.to, entry.zone),
            words.since(entry.createdAt, zone),
            offered ? (
              <span>
                <a href={paths.staffBooking(offered.bookingId)}>{words.offered(offered.start, zone, now)}</a>{' '}
                <span class="small">{words.until(offered.until, zone, now)}</span>
              </span>
            ) : (
              <span class="quiet">{words.noOffer}</span>
            ),
            ...(mayRemove ? [<Remove entryId={entry.id} name={entry.name} locale={locale} />] : []),
          ],
        }))}
      />
    </Section>
  )
}

function Remove({
  entryId,
  name,
  locale,
}: {
  entryId: string
  name: string
  locale: StaffContext['var']['locale']
}) {
  const words = staffWaitlistWords(locale)
  return (
    <form method="post" action={paths.staffWaitlist()}>
      <HiddenFields fields={{ entry: entryId }} />
      <Button kind="quiet">
        <span aria-hidden="true">{words.remove}</span>
        <span class="visually-hidden">{words.removeWho(name)}</span>
      </Button>
    </form>
  )
}
