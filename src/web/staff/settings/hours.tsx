import { zoneLabel } from '#messages/dates.ts'
import { dateInWords, dayName, hoursWords, spansInWords } from '#messages/settings-hours.ts'
import { formWords } from '#messages/settings.ts'
import { paths } from '#paths.ts'
import { removeDate, saveWeek, setDate } from '#domain/team/change-hours.ts'
import { loadHours } from '#domain/team/hours.ts'
import { now } from '#platform/clock.ts'
import type { Typed } from '#platform/forms.ts'
import { localDateOf } from '#platform/zones.ts'
import { Button, ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { Fieldset } from '#ui/choices.tsx'
import { HiddenFields, Row, Stack } from '#ui/layout.tsx'
import { DataTable } from '#ui/table.tsx'
import { missingPage } from '../refusal-pages.tsx'
import type { StaffContext } from '../staff-env.ts'
import { readDateSpans, readWeek, spansShown, typedWeek, WEEKDAYS } from './hours-form.ts'
import { makeForm, type FormState } from './settings-form.tsx'
import { idOf, savedAt, settingsPage } from './settings-page.tsx'
import { timeBoxes } from './time-boxes.tsx'
import { readDate } from './typed-date.ts'
import { lineOf, typedText } from './typed-values.ts'

type LoadedHours = NonNullable<Awaited<ReturnType<typeof loadHours>>> & { id: string }

const EMPTY: FormState = { values: {}, problems: {} }

/** GET: when somebody or something can be booked. */
export async function showHours(c: StaffContext): Promise<Response> {
  const hours = await hoursOf(c)
  return hours
    ? hoursPage(c, hours, { values: typedWeek(hours.weekly, c.var.locale), problems: {} }, EMPTY)
    : missingPage(c)
}

/** POST: saves the week, or sets or removes a date, as the button says. */
export async function saveHours(c: StaffContext, typed: Typed): Promise<Response> {
  const hours = await hoursOf(c)
  if (!hours) return missingPage(c)
  const act = typedText(typed, 'act')
  if (act === 'date') return saveDate(c, hours, typed)
  if (act === 'remove') {
    const date = readDate(lineOf(typed, 'date'))
    if (date) await removeDate(c.var.deps.context, c.var.scope, hours.id, date.toString())
    return savedAt(c, paths.hours(hours.id))
  }
  const week = readWeek(typed, c.var.locale)
  if (!week.ok) return hoursPage(c, hours, { values: typed, problems: week.problems }, EMPTY)
  const outcome = await saveWeek(c.var.deps.context, c.var.scope, hours.id, week.value)
  return outcome.ok ? savedAt(c, paths.hours(hours.id)) : missingPage(c)
}

async function saveDate(c: StaffContext, hours: LoadedHours, typed: Typed): Promise<Response> {
  const date = readDate(lineOf(typed, 'date'))
  const spans = readDateSpans(
    typed,
    date ? dateInWords(date.toString(), c.var.locale) : hoursWords(c.var.locale).date,
  )
  const problems = { ...(date ? {} : { date: { code: 'not_a_date' as const } }), ...spans.problems }
  if (!date || Object.keys(problems).length > 0) {
    const week = { values: typedWeek(hours.weekly, c.var.locale), problems: {} }
    return hoursPage(c, hours, week, { values: typed, problems })
  }
  await setDate(c.var.deps.context, c.var.scope, hours.id, { date: date.toString(), spans: spans.value })
  return savedAt(c, paths.hours(hours.id))
}

/** The hours in the address, of this organization only. */
export async function hoursOf(c: StaffContext): Promise<LoadedHours | null> {
  const id = idOf(c, 'owner')
  const hours = id ? await loadHours(c.var.deps.context.reader, c.var.scope, id) : null
  return id && hours ? { ...hours, id } : null
}

async function hoursPage(
  c: StaffContext,
  hours: LoadedHours,
  week: FormState,
  date: FormState,
): Promise<Response> {
  const words = hoursWords(c.var.locale)
  const at = await now(c.var.deps.context.reader, c.var.scope.orgId)
  const weekForm = makeForm(week, c.var.locale)
  const dateForm = makeForm(date, c.var.locale)
  const table = weekTable(c, weekForm, spansShown(week.values))
  const newDate = dateFields(c, dateForm)
  return settingsPage(
    c,
    {
      title: words.title(hours.name),
      lead: words.lead(zoneLabel(hours.zone, at, c.var.locale)),
      saved: c.req.query('added') === '1' ? words.added : words.saved,
      summary: weekForm.summary() ?? dateForm.summary(),
    },
    <>
      <WeekCard c={c} id={hours.id}>
        {table}
      </WeekCard>
      <Card heading={words.dates}>
        <p>{words.datesLine}</p>
        <DateList c={c} hours={hours} today={localDateOf(at, hours.zone).toString()} />
        <form method="post" action={paths.hours(hours.id)}>
          {newDate}
        </form>
      </Card>
      <Row>
        <ButtonLink href={paths.timeOff(hours.id)}>{words.toTimeOff}</ButtonLink>
        <span class="quiet">{words.timeOffLine}</span>
      </Row>
    </>,
  )
}

function WeekCard({ c, id, children }: { c: StaffContext; id: string; children?: unknown }) {
  const words = hoursWords(c.var.locale)
  return (
    <Card heading={words.week}>
      <p>{words.weekHint}</p>
      <p class="quiet">{words.overnight}</p>
      <form method="post" action={paths.hours(id)}>
        <Stack>
          {children as never}
          <Row>
            <Button name="act" value="week" busyLabel={formWords(c.var.locale).saving}>
              {words.submitWeek}
            </Button>
          </Row>
        </Stack>
      </form>
    </Card>
  )
}

function weekTable(c: StaffContext, form: ReturnType<typeof makeForm>, spans: number) {
  const words = hoursWords(c.var.locale)
  const numbers = Array.from({ length: spans }, (_, index) => index + 1)
  const rows = WEEKDAYS.map((weekday) => {
    const day = dayName(weekday, c.var.locale)
    return { cells: [day, ...numbers.map((number) => timeBoxes(form, words, `d${weekday}`, day, number))] }
  })
  const columns = [{ label: words.day }, ...numbers.map((number) => ({ label: words.span(number) }))]
  return <DataTable caption={words.week} captionHidden columns={columns} rows={rows} />
}

function DateList({ c, hours, today }: { c: StaffContext; hours: LoadedHours; today: string }) {
  const words = hoursWords(c.var.locale)
  const ahead = hours.overrides.filter((override) => override.date >= today)
  if (ahead.length === 0) return <p class="quiet">{words.noDates}</p>
  const rows = ahead.map((override) => {
    const date = dateInWords(override.date, c.var.locale)
    return {
      cells: [
        date,
        spansInWords(override.spans, c.var.locale),
        <form method="post" action={paths.hours(hours.id)}>
          <HiddenFields fields={{ act: 'remove', date: override.date }} />
          <Button kind="quiet" busyLabel={words.removing}>
            {words.remove}
            <span class="visually-hidden"> {date}</span>
          </Button>
        </form>,
      ],
    }
  })
  const columns = [words.date, words.dateHours, words.remove].map((label) => ({ label }))
  return <DataTable caption={words.dates} captionHidden columns={columns} rows={rows} />
}

function dateFields(c: StaffContext, form: ReturnType<typeof makeForm>) {
  const words = hoursWords(c.var.locale)
  return (
    <Stack>
      <h3>{words.newDate}</h3>
      {form.text('date', words.date, { type: 'date' })}
      <Fieldset id="date-hours" legend={words.dateHours} hint={words.dateHint}>
        {[1, 2, 3].map((number) => timeBoxes(form, words, 'date', words.date, number))}
      </Fieldset>
      <Row>
        <Button kind="quiet" name="act" value="date" busyLabel={formWords(c.var.locale).saving}>
          {words.submitDate}
        </Button>
      </Row>
    </Stack>
  )
}
