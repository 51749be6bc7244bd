import { eventTypeWords } from '#messages/settings-event-types.ts'
import { formWords } from '#messages/settings.ts'
import { paths } from '#paths.ts'
import { loadEventType } from '#domain/event-types/load-event-type.ts'
import { saveEventType, type EventTypeInput } from '#domain/event-types/save-event-type.ts'
import { loadFinancialSettings } from '#domain/organizations/financial-settings.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { listPolicies } from '#domain/policies/policies.ts'
import { listResources, listTeam } from '#domain/team/members.ts'
import type { Typed } from '#platform/forms.ts'
import { missingPage } from '../refusal-pages.tsx'
import type { StaffContext } from '../staff-env.ts'
import { eventTypeFields, type EventTypeOptions } from './event-type-fields.tsx'
import {
  eventTypeProblem,
  readEventType,
  typedEventType,
  typedNewEventType,
  type EventTypeChoices,
} from './event-type-form.ts'
import { makeForm, type FormState } from './settings-form.tsx'
import { FormFrame, idOf, savedAt, settingsPage } from './settings-page.tsx'
import { lineOf } from './typed-values.ts'
import { withSlug } from './typed-slug.ts'

/** An event type that is edited, or a new one. */
interface Edited {
  id: string | null
  stored: EventTypeInput | null
}

const NEW: Edited = { id: null, stored: null }

/** GET: the form of a new event type; `rule` in the address chooses the host rule beforehand. */
export function showNewEventType(c: StaffContext): Promise<Response> {
  return eventTypePage(c, NEW, { values: typedNewEventType(c.req.query('rule') ?? ''), problems: {} })
}

/** POST: adds it. */
export function saveNewEventType(c: StaffContext, typed: Typed): Promise<Response> {
  return save(c, NEW, typed)
}

/** GET: one event type. */
export async function showEventType(c: StaffContext): Promise<Response> {
  const edited = await editedOf(c)
  if (!edited) return missingPage(c)
  const { currency } = await loadSettings(c.var.deps.context.reader, c.var.scope)
  return eventTypePage(c, edited, { values: typedEventType(edited.stored, currency), problems: {} })
}

/** POST: changes it. */
export async function saveChangedEventType(c: StaffContext, typed: Typed): Promise<Response> {
  const edited = await editedOf(c)
  return edited ? save(c, edited, typed) : missingPage(c)
}

async function save(c: StaffContext, edited: Edited, typed: Typed): Promise<Response> {
  const options = await optionsOf(c, edited.stored)
  const read = readEventType(typed, choicesOf(options, edited.stored))
  if (!read.ok) return eventTypePage(c, edited, { values: typed, problems: read.problems })
  const { suggestion, ...input } = read.value
  const outcome = await withSlug(input.slug, suggestion, (slug) =>
    saveEventType(c.var.deps.context, c.var.scope, edited.id, { ...input, slug }),
  )
  if (outcome.ok) return savedAt(c, paths.eventType(outcome.value.eventTypeId))
  const problems = eventTypeProblem(outcome.refusal)
  return problems ? eventTypePage(c, edited, { values: typed, problems }) : missingPage(c)
}

async function editedOf(c: StaffContext): Promise<{ id: string; stored: EventTypeInput } | null> {
  const id = idOf(c, 'eventType')
  const stored = id ? await loadEventType(c.var.deps.context.reader, c.var.scope, id) : null
  return id && stored ? { id, stored } : null
}

async function eventTypePage(c: StaffContext, edited: Edited, state: FormState): Promise<Response> {
  const words = eventTypeWords(c.var.locale)
  const options = await optionsOf(c, edited.stored)
  const form = makeForm(state, c.var.locale)
  const fields = eventTypeFields(form, state, options, c.var.locale)
  const title = edited.stored?.name ?? words.newTitle
  const back = { href: paths.eventTypes(), label: words.back }
  return settingsPage(
    c,
    { title, back, saved: words.saved, summary: form.summary() },
    <FormFrame
      action={
        edited.id
          ? paths.eventType(edited.id)
          : paths.newEventType({ rule: lineOf(state.values, 'hostRule') })
      }
      submit={edited.id ? words.submit : words.submitNew}
      busy={formWords(c.var.locale).saving}
    >
      {fields}
    </FormFrame>,
  )
}

// Who was switched off stays in the list only where they are ticked already.
async function optionsOf(c: StaffContext, stored: EventTypeInput | null): Promise<EventTypeOptions> {
  const { scope, deps } = c.var
  const { reader } = deps.context
  const ticked = new Set(stored?.seats.flatMap((seat) => seat.candidates))
  const offered = (one: { id: string; active: boolean }) => one.active || ticked.has(one.id)
  const policies = await listPolicies(reader, scope)
  const { currency, paymentTerms, provider } = await loadFinancialSettings(reader, scope)
  return {
    people: (await listTeam(reader, scope)).filter(offered),
    things: (await listResources(reader, scope)).filter(offered),
    policies: policies.map((policy) => ({ value: policy.id, label: policy.name })),
    currency,
    organization: { paymentTerms, provider },
  }
}

function choicesOf(options: EventTypeOptions, stored: EventTypeInput | null): EventTypeChoices {
  const ids = (all: { id: string }[]) => new Set(all.map((one) => one.id))
  return {
    people: ids(options.people),
    things: ids(options.things),
    policies: new Set(options.policies.map((policy) => policy.value)),
    currency: options.currency,
    organization: options.organization,
    stored,
  }
}
