import type { Child } from 'hono/jsx'
import { minutesInWords } from '#messages/dates.ts'
import { formWords } from '#messages/settings.ts'
import { pageWords } from '#messages/settings-event-types.ts'
import type { Locale } from '#messages/locale.ts'
import { paths } from '#paths.ts'
import type { EventTypeEntry } from '#domain/event-types/list-event-types.ts'
import type { PolicyEntry } from '#domain/policies/policies.ts'
import type { TeamEntry } from '#domain/team/members.ts'
import { ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { DataTable } from '#ui/table.tsx'
import type { SettingsForm } from './settings-form.tsx'
import { SmallBox } from './small-box.tsx'

/** What the form lists. */
export interface PageOptions {
  people: TeamEntry[]
  policies: PolicyEntry[]
  eventTypes: EventTypeEntry[]
}

type Words = ReturnType<typeof pageWords>

/** Every field of a booking page. `prefix` is what stands before its address. */
export function pageFields(form: SettingsForm, options: PageOptions, prefix: string, locale: Locale): Child {
  const words = pageWords(locale)
  const { optional } = formWords(locale)
  const people = options.people.map((member) => ({ value: member.id, label: member.name }))
  const policies = options.policies.map((policy) => ({ value: policy.id, label: policy.name }))
  return (
    <>
      <Card heading={words.about}>
        {form.text('title', words.name, { required: true, dir: 'auto', width: 'medium' })}
        {form.text('slug', words.slug, { hint: words.slugHint(prefix), mark: optional, width: 'medium' })}
        {form.area('intro', words.intro, { hint: words.introHint, mark: optional })}
        {form.tick('active', words.active, words.activeHint)}
      </Card>
      <Card heading={words.offers}>{offerFields(form, options, words)}</Card>
      <Card heading={words.people}>
        {form.select('owner', words.owner, { hint: words.ownerHint, options: people })}
        {form.ticks('stakeholders', words.stakeholders, people, {
          hint: words.stakeholdersHint,
          inline: true,
        })}
      </Card>
      <Card heading={words.policy}>
        {form.select('policyId', words.policy, {
          hint: words.policyHint,
          options: [{ value: '', label: words.policyDefault }, ...policies],
        })}
      </Card>
    </>
  )
}

function offerFields(form: SettingsForm, options: PageOptions, words: Words): Child {
  if (options.eventTypes.length === 0) {
    const add = <ButtonLink href={paths.newEventType()}>{words.addEventType}</ButtonLink>
    return (
      <EmptyPanel level={3} heading={words.eventTypes} action={add}>
        {words.noEventTypes}
      </EmptyPanel>
    )
  }
  const rows = options.eventTypes.map((eventType) => ({
    cells: [
      form.tick(`offer-${eventType.id}`, eventType.name),
      minutesInWords(eventType.durationMinutes),
      <SmallBox {...form.bound(`order-${eventType.id}`, words.orderOf(eventType.name))} />,
    ],
  }))
  const columns = [words.eventTypes, words.length, words.order].map((label) => ({ label }))
  return (
    <>
      <p class="quiet">{words.orderHint}</p>
      <DataTable caption={words.offers} captionHidden columns={columns} rows={rows} />
    </>
  )
}
