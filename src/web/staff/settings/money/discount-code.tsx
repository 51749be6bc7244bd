import { cityOf } from '#messages/dates.ts'
import { discountWords } from '#messages/settings-money.ts'
import { formWords } from '#messages/settings.ts'
import { paths } from '#paths.ts'
import {
  loadDiscountCode,
  saveDiscountCode,
  switchDiscountCode,
  type DiscountCode,
} from '#domain/event-types/discount-codes.ts'
import { listEventTypes } from '#domain/event-types/list-event-types.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import type { Typed } from '#platform/forms.ts'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import type { Option } from '#ui/field.tsx'
import { missingPage } from '../../refusal-pages.tsx'
import type { StaffContext } from '../../staff-env.ts'
import { shareFields } from '../payment-terms-fields.tsx'
import { makeForm, type FormState, type SettingsForm } from '../settings-form.tsx'
import { FormFrame, idOf, savedAt, settingsPage } from '../settings-page.tsx'
import { typedText } from '../typed-values.ts'
import { discountCodeProblem, readDiscountCode, typedDiscountCode } from './discount-code-form.ts'

/** GET: the form of a new code. */
export function showNewDiscountCode(c: StaffContext): Promise<Response> {
  return codePage(c, null, { values: { 'discount-kind': 'percent', eventTypeId: '' }, problems: {} })
}

/** POST: adds it. */
export function saveNewDiscountCode(c: StaffContext, typed: Typed): Promise<Response> {
  return save(c, null, typed)
}

/** GET: one code. */
export async function showDiscountCode(c: StaffContext): Promise<Response> {
  const code = await codeOf(c)
  if (!code) return missingPage(c)
  const { currency, zone } = await loadSettings(c.var.deps.context.reader, c.var.scope)
  return codePage(c, code, { values: typedDiscountCode(code, currency, zone), problems: {} })
}

/** POST: changes it, or switches it off or on. */
export async function saveChangedDiscountCode(c: StaffContext, typed: Typed): Promise<Response> {
  const code = await codeOf(c)
  if (!code) return missingPage(c)
  const act = typedText(typed, 'act')
  if (act !== 'off' && act !== 'on') return save(c, code, typed)
  const switched = await switchDiscountCode(c.var.deps.context, c.var.scope, code.id, act === 'on')
  return switched.ok ? savedAt(c, paths.discountCode(code.id)) : missingPage(c)
}

async function save(c: StaffContext, stored: DiscountCode | null, typed: Typed): Promise<Response> {
  const { context } = c.var.deps
  const { currency, zone, eventTypes } = await choicesOf(c)
  const ids = new Set(eventTypes.map((eventType) => eventType.value))
  const read = readDiscountCode(typed, { currency, zone, stored, eventTypes: ids })
  if (!read.ok) return codePage(c, stored, { values: typed, problems: read.problems })
  const outcome = await saveDiscountCode(context, c.var.scope, stored?.id ?? null, read.value)
  if (outcome.ok) return savedAt(c, paths.discountCode(outcome.value.discountCodeId))
  const problems = discountCodeProblem(outcome.refusal)
  return problems ? codePage(c, stored, { values: typed, problems }) : missingPage(c)
}

async function codeOf(c: StaffContext): Promise<DiscountCode | null> {
  const id = idOf(c, 'discountCode')
  return id ? loadDiscountCode(c.var.deps.context.reader, c.var.scope, id) : null
}

async function choicesOf(c: StaffContext): Promise<{ currency: string; zone: string; eventTypes: Option[] }> {
  const { reader } = c.var.deps.context
  const { currency, zone } = await loadSettings(reader, c.var.scope)
  const eventTypes = await listEventTypes(reader, c.var.scope)
  return { currency, zone, eventTypes: eventTypes.map(({ id, name }) => ({ value: id, label: name })) }
}

async function codePage(c: StaffContext, code: DiscountCode | null, state: FormState): Promise<Response> {
  const { locale } = c.var
  const words = discountWords(locale)
  const form = makeForm(state, locale)
  const fields = fieldsOf(c, form, code, await choicesOf(c))
  return settingsPage(
    c,
    {
      title: code?.code ?? words.newTitle,
      back: { href: paths.discountCodes(), label: words.back },
      saved: words.saved,
      summary: form.summary(),
    },
    <>
      <FormFrame
        action={code ? paths.discountCode(code.id) : paths.newDiscountCode()}
        submit={code ? words.submit : words.submitNew}
        busy={formWords(locale).saving}
      >
        {fields}
      </FormFrame>
      {code ? <Switch c={c} code={code} /> : null}
    </>,
  )
}

function fieldsOf(
  c: StaffContext,
  form: SettingsForm,
  code: DiscountCode | null,
  { currency, zone, eventTypes }: Awaited<ReturnType<typeof choicesOf>>,
) {
  const { locale } = c.var
  const words = discountWords(locale)
  const optional = formWords(locale).optional
  const day = { type: 'date' as const, hint: words.dateHint(cityOf(zone)), mark: optional }
  return (
    <Card>
      {form.text('code', words.code, {
        hint: words.codeHint,
        required: true,
        width: 'medium',
        autocomplete: 'off',
      })}
      {shareFields(form, 'discount', words.discount, currency, locale)}
      {form.select('eventTypeId', words.eventType, {
        hint: words.eventTypeHint,
        options: [{ value: '', label: words.everything }, ...eventTypes],
      })}
      {form.text('validFrom', words.from, day)}
      {form.text('validUntil', words.until, day)}
      {form.text('mostUses', words.mostUses, {
        hint: code ? `${words.mostUsesHint} ${words.usedSoFar(code.uses)}` : words.mostUsesHint,
        inputmode: 'numeric',
        width: 'short',
        mark: optional,
      })}
    </Card>
  )
}

function Switch({ c, code }: { c: StaffContext; code: DiscountCode }) {
  const words = discountWords(c.var.locale)
  const label = code.active ? words.switchOff : words.switchOn
  return (
    <Card heading={label} kind="sunken">
      <form method="post" action={paths.discountCode(code.id)}>
        <p>{code.active ? words.switchOffLine : words.switchOnLine}</p>
        <Button
          kind="quiet"
          name="act"
          value={code.active ? 'off' : 'on'}
          busyLabel={formWords(c.var.locale).saving}
        >
          {label}
        </Button>
      </form>
    </Card>
  )
}
