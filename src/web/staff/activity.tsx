import { ACTIVITY_STATUSES, listActivities, type Activity } from '#domain/bookings/activities.ts'
import { activityWords, statusWord } from '#messages/staff-activity.ts'
import { paths } from '#paths.ts'
import { localDateOf } from '#platform/zones.ts'
import { ActivityList } from '#ui/activity-row.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { Fold } from '#ui/fold.tsx'
import { HiddenFields, PageHeading, Stack } from '#ui/layout.tsx'
import { Pager } from '#ui/pager.tsx'
import { SplitPane } from '#ui/split-pane.tsx'
import { fieldId, problemsOf, type FormProblems } from '../customer/form-errors.ts'
import { DATE_FIELDS, readFilters, type ActivityAsked } from './activity-filters.ts'
import { ActivityPane, loadPane } from './activity-pane.tsx'
import { BookingRows } from './activity-rows.tsx'
import { sessionAnchor } from './booking-parts.tsx'
import { staffFrame } from './frame.tsx'
import { queryText } from './request.ts'
import type { StaffContext } from './staff-env.ts'

/** GET: the activity stream with its filters, and the chosen booking beside it (ux A3). Never writes. */
export async function activityPage(c: StaffContext): Promise<Response> {
  const { deps, scope, viewer, locale } = c.var
  const asked = readFilters(c, viewer.zone)
  const after = queryText(c, 'after')
  const open = queryText(c, 'open')
  const list = await listActivities(deps.context.reader, scope, asked.filters, after)
  const pane = await loadPane(c, open)
  const words = activityWords(locale)
  const problems = problemsOf(asked.errors, labelsOf(words), locale)
  const refused = problems.problems.length > 0
  const keep = { ...asked.typed, after }
  const unread =
    pane.kind === 'booking' && list.rows.some((row) => row.bookingId === pane.booking.id && row.unread)
  return staffFrame(
    c,
    {
      title: words.title,
      current: 'activity',
      width: 'panes',
      refused,
      status: refused ? 422 : pane.kind === 'missing' ? 404 : 200,
    },
    <SplitPane
      listLabel={words.list}
      list={<List c={c} asked={asked} problems={problems} list={list} open={open} after={after} />}
      detailLabel={words.pane}
      detail={<ActivityPane c={c} pane={pane} unread={unread} back={paths.activity({ ...keep, open })} />}
      showing={open ? 'detail' : 'list'}
      back={{ href: paths.activity(keep), label: words.back }}
    />,
  )
}

interface ListProps {
  c: StaffContext
  asked: ActivityAsked
  problems: FormProblems
  list: { rows: Activity[]; nextCursor: string | null }
  open: string | undefined
  after: string | undefined
}

function List({ c, asked, problems, list, open, after }: ListProps) {
  const words = activityWords(c.var.locale)
  const older = list.nextCursor
    ? { href: paths.activity({ ...asked.typed, after: list.nextCursor }), label: words.older }
    : undefined
  return (
    <>
      <PageHeading title={words.title} />
      <Filters c={c} asked={asked} problems={problems} />
      {list.rows.length === 0 ? <Nothing c={c} filtered={Object.keys(asked.typed).length > 0} /> : null}
      {byDay(c, list.rows).map(([heading, rows]) => (
        <ActivityList heading={heading}>
          {rows.map((row) => (
            <BookingRows
              c={c}
              row={row}
              open={{ booking: open, session: queryText(c, 'session') }}
              hrefFor={(session) => hrefOf({ ...asked.typed, after, open: row.bookingId }, session)}
            />
          ))}
        </ActivityList>
      ))}
      <Pager
        label={words.pages}
        previous={after ? { href: paths.activity(asked.typed), label: words.newest } : undefined}
        next={older}
      />
    </>
  )
}

function Filters({ c, asked, problems }: Pick<ListProps, 'c' | 'asked' | 'problems'>) {
  const { locale } = c.var
  const words = activityWords(locale)
  const { view, ...rest } = asked.typed
  const link = (name: 'mine' | 'unread' | undefined, label: string) => ({
    href: paths.activity({ ...rest, view: name }),
    label,
    current: view === name,
  })
  const dated = DATE_FIELDS.some((name) => asked.typed[name])
  return (
    <>
      {problems.problems.length > 0 ? (
        <Stack>
          <ErrorSummary heading={problems.heading} problems={problems.problems} />
        </Stack>
      ) : null}
      <FilterBar
        action={paths.activity()}
        label={words.filters}
        submitLabel={words.submit}
        reset={
          Object.keys(asked.typed).length > 0 ? { href: paths.activity(), label: words.reset } : undefined
        }
        views={{
          label: words.views,
          links: [link(undefined, words.all), link('mine', words.mine), link('unread', words.unreadView)],
        }}
      >
        <HiddenFields fields={{ view }} />
        <TextField
          id={fieldId('q')}
          name="q"
          type="search"
          label={words.search}
          value={asked.typed.q}
          error={problems.of('q')}
          dir="auto"
        />
        <Select
          id={fieldId('status')}
          name="status"
          label={words.status}
          value={asked.typed.status ?? ''}
          error={problems.of('status')}
          options={[
            { value: '', label: words.anyStatus },
            ...ACTIVITY_STATUSES.map((status) => ({ value: status, label: statusWord(status, locale) })),
          ]}
        />
        <Fold label={words.dates} open={dated}>
          {DATE_FIELDS.map((name) => (
            <TextField
              id={fieldId(name)}
              name={name}
              type="date"
              label={words[name]}
              value={asked.typed[name]}
              error={problems.of(name)}
            />
          ))}
        </Fold>
      </FilterBar>
    </>
  )
}

function Nothing({ c, filtered }: { c: StaffContext; filtered: boolean }) {
  const words = activityWords(c.var.locale)
  return (
    <Stack>
      <EmptyPanel heading={filtered ? words.noneFound : words.noneYet}>
        {filtered ? words.noneFoundLine : words.noneYetLine}
      </EmptyPanel>
    </Stack>
  )
}

// The fragment leads to the session in the pane.
function hrefOf(query: Record<string, string | undefined>, session?: string): string {
  return session
    ? `${paths.activity({ ...query, session })}#${sessionAnchor(session)}`
    : paths.activity(query)
}

/** Rows under the day of their change, in the viewer's zone; the order stays as it is. */
function byDay(c: StaffContext, rows: Activity[]): [string, Activity[]][] {
  const { viewer, locale } = c.var
  const words = activityWords(locale)
  const today = localDateOf(viewer.now, viewer.zone)
  const groups = new Map<string, Activity[]>()
  for (const row of rows) {
    const date = localDateOf(row.updatedAt, viewer.zone)
    const near = date.equals(today)
      ? words.today
      : date.equals(today.subtract({ days: 1 }))
        ? words.yesterday
        : null
    const heading = near ?? words.day(row.updatedAt, viewer.zone)
    groups.set(heading, [...(groups.get(heading) ?? []), row])
  }
  return [...groups]
}

function labelsOf(words: ReturnType<typeof activityWords>): Record<string, string> {
  const { createdFrom, createdTo, updatedFrom, updatedTo } = words
  return { q: words.search, status: words.status, createdFrom, createdTo, updatedFrom, updatedTo }
}
