import { shortDate, shortWhen, zoneLabel } from '#messages/dates.ts'
import { hoursWords, timeOffWords } from '#messages/settings-hours.ts'
import { formWords } from '#messages/settings.ts'
import { paths } from '#paths.ts'
import { addTimeOff, removeTimeOff } from '#domain/team/hours.ts'
import { now } from '#platform/clock.ts'
import type { Typed } from '#platform/forms.ts'
import { isId } from '#platform/ids.ts'
import { wallOf } from '#platform/zones.ts'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { HiddenFields } from '#ui/layout.tsx'
import { DataTable } from '#ui/table.tsx'
import { missingPage } from '../refusal-pages.tsx'
import type { StaffContext } from '../staff-env.ts'
import { hoursOf } from './hours.tsx'
import { makeForm, type FormState } from './settings-form.tsx'
import { FormFrame, savedAt, settingsPage } from './settings-page.tsx'
import { readTimeOff } from './time-off-form.ts'
import { typedText } from './typed-values.ts'

type Owner = NonNullable<Awaited<ReturnType<typeof hoursOf>>>

/** GET: the time off of one member or resource that is going on or still to come. */
export async function showTimeOff(c: StaffContext): Promise<Response> {
  const owner = await hoursOf(c)
  return owner ? timeOffPage(c, owner, { values: {}, problems: {} }) : missingPage(c)
}

/** POST: adds time off, or removes it. */
export async function saveTimeOff(c: StaffContext, typed: Typed): Promise<Response> {
  const owner = await hoursOf(c)
  if (!owner) return missingPage(c)
  const { context } = c.var.deps
  if (typedText(typed, 'act') === 'remove') {
    const id = typedText(typed, 'id')
    if (isId(id)) await removeTimeOff(context, c.var.scope, owner.id, id)
    return savedAt(c, paths.timeOff(owner.id))
  }
  const read = readTimeOff(typed, owner.zone)
  if (!read.ok) return timeOffPage(c, owner, { values: typed, problems: read.problems })
  const { tookEarlier, ...timeOff } = read.value
  await addTimeOff(context, c.var.scope, owner.id, timeOff)
  return savedAt(c, paths.timeOff(owner.id), tookEarlier ? '&earlier=1' : '')
}

async function timeOffPage(c: StaffContext, owner: Owner, state: FormState): Promise<Response> {
  const words = timeOffWords(c.var.locale)
  const at = await now(c.var.deps.context.reader, c.var.scope.orgId)
  const form = makeForm(state, c.var.locale)
  const fields = newTimeOff(c, form)
  const ahead = owner.timeOff.filter((entry) => Temporal.Instant.compare(entry.to, at) > 0)
  return settingsPage(
    c,
    {
      title: words.title(owner.name),
      lead: words.lead(zoneLabel(owner.zone, at, c.var.locale)),
      back: { href: paths.hours(owner.id), label: hoursWords(c.var.locale).toHours },
      saved: words.saved,
      summary: form.summary(),
      notice:
        c.req.query('earlier') === '1' ? (
          <Banner kind="info" title={words.earlier}>
            {words.earlierLine}
          </Banner>
        ) : null,
    },
    <>
      {ahead.length > 0 ? (
        <List c={c} owner={owner} entries={ahead} at={at} />
      ) : (
        <EmptyPanel heading={words.none}>{words.noneLine}</EmptyPanel>
      )}
      <FormFrame action={paths.timeOff(owner.id)} submit={words.submit} busy={formWords(c.var.locale).saving}>
        {fields}
      </FormFrame>
    </>,
  )
}

function newTimeOff(c: StaffContext, form: ReturnType<typeof makeForm>) {
  const words = timeOffWords(c.var.locale)
  return (
    <Card heading={words.newHeading}>
      {form.text('label', words.label, {
        hint: words.labelHint,
        mark: formWords(c.var.locale).optional,
        width: 'medium',
        dir: 'auto',
      })}
      {form.text('from-date', words.fromDate, { type: 'date', required: true })}
      {form.text('from-time', words.fromTime, { hint: words.fromTimeHint, width: 'short' })}
      {form.text('to-date', words.toDate, { type: 'date', required: true })}
      {form.text('to-time', words.toTime, { hint: words.toTimeHint, width: 'short' })}
    </Card>
  )
}

function List(props: { c: StaffContext; owner: Owner; entries: Owner['timeOff']; at: Temporal.Instant }) {
  const { c, owner, entries, at } = props
  const words = timeOffWords(c.var.locale)
  const { remove, removing } = hoursWords(c.var.locale)
  // A whole day is named by its date: nobody should have to think about which midnight is meant.
  const when = (instant: Temporal.Instant, end = false) => {
    const wall = wallOf(instant, owner.zone)
    if (wall.hour !== 0 || wall.minute !== 0) return shortWhen(instant, owner.zone, c.var.locale, at)
    return shortDate(end ? instant.subtract({ minutes: 1 }) : instant, owner.zone, c.var.locale, at)
  }
  const rows = entries.map((entry) => ({
    cells: [
      <bdi>{entry.label || words.unnamed}</bdi>,
      when(entry.from),
      when(entry.to, true),
      <form method="post" action={paths.timeOff(owner.id)}>
        <HiddenFields fields={{ act: 'remove', id: entry.id }} />
        <Button kind="quiet" busyLabel={removing}>
          {remove}
          <span class="visually-hidden">
            {' '}
            {words.removeOne(entry.label || words.unnamed, when(entry.from))}
          </span>
        </Button>
      </form>,
    ],
  }))
  const columns = [words.what, words.from, words.to, words.action].map((label) => ({ label }))
  return <DataTable caption={words.title(owner.name)} captionHidden columns={columns} rows={rows} />
}
