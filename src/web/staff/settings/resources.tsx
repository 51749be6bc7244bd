import { z } from 'zod'
import { shortZoneLabel } from '#messages/dates.ts'
import { formWords, resourceWords } from '#messages/settings.ts'
import { paths } from '#paths.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { addResource, listResources } from '#domain/team/members.ts'
import { now } from '#platform/clock.ts'
import { line, parseForm, type Typed } from '#platform/forms.ts'
import { Card } from '#ui/card.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { DataTable } from '#ui/table.tsx'
import type { StaffContext } from '../staff-env.ts'
import { zoneField } from './organization-form.ts'
import { zoneGroups } from './region-options.ts'
import { makeForm, type FormState } from './settings-form.tsx'
import { FormFrame, savedAt, settingsPage } from './settings-page.tsx'
import { problemsOf, typedText } from './typed-values.ts'

const schema = z.object({ name: line(200), zone: zoneField() })

/** GET: rooms and devices, and the form for another one. */
export async function showResources(c: StaffContext): Promise<Response> {
  const { zone } = await loadSettings(c.var.deps.context.reader, c.var.scope)
  return resourcesPage(c, { values: { zone }, problems: {} })
}

/** POST: adds one and goes on to its hours. */
export async function saveResource(c: StaffContext, typed: Typed): Promise<Response> {
  const parsed = parseForm(schema, typed)
  if (!parsed.ok) return resourcesPage(c, { values: typed, problems: problemsOf(parsed) })
  const { resourceId } = await addResource(c.var.deps.context, c.var.scope, parsed.value)
  return savedAt(c, paths.hours(resourceId), '&added=1')
}

async function resourcesPage(c: StaffContext, state: FormState): Promise<Response> {
  const { reader } = c.var.deps.context
  const words = resourceWords(c.var.locale)
  const resources = await listResources(reader, c.var.scope)
  const at = await now(reader, c.var.scope.orgId)
  const form = makeForm(state, c.var.locale)
  const fields = (
    <Card heading={words.newHeading}>
      {form.text('name', words.name, { hint: words.nameHint, required: true, dir: 'auto', width: 'medium' })}
      {form.select('zone', words.zone, { groups: zoneGroups(typedText(state.values, 'zone')) })}
    </Card>
  )
  const rows = resources.map((resource) => ({
    cells: [
      <bdi>{resource.name}</bdi>,
      shortZoneLabel(resource.zone, at),
      <a href={paths.hours(resource.id)} aria-label={words.hoursOf(resource.name)}>
        {words.hours}
      </a>,
    ],
  }))
  return settingsPage(
    c,
    { title: words.title, lead: words.lead, summary: form.summary() },
    <>
      {rows.length > 0 ? (
        <DataTable
          caption={words.title}
          captionHidden
          columns={[words.name, words.zone, words.hours].map((label) => ({ label }))}
          rows={rows}
        />
      ) : (
        <EmptyPanel heading={words.none}>{words.noneLine}</EmptyPanel>
      )}
      <FormFrame action={paths.resources()} submit={words.submit} busy={formWords(c.var.locale).saving}>
        {fields}
      </FormFrame>
    </>,
  )
}
