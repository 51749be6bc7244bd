import { LOCALES, type Locale } from '#messages/locale.ts'
import { formWords, organizationWords } from '#messages/settings.ts'
import { paths } from '#paths.ts'
import { hasBookings, loadSettings, saveSettings } from '#domain/organizations/settings.ts'
import type { Typed } from '#platform/forms.ts'
import { Card } from '#ui/card.tsx'
import { DetailsList } from '#ui/details-list.tsx'
import { Stack } from '#ui/layout.tsx'
import type { StaffContext } from '../staff-env.ts'
import { readOrganization, typedOrganization } from './organization-form.ts'
import { currencyOptions, zoneGroups } from './region-options.ts'
import { makeForm, type FormState, type SettingsForm } from './settings-form.tsx'
import { FormFrame, savedAt, settingsPage } from './settings-page.tsx'
import { typedText } from './typed-values.ts'

/** GET: what the organization says of itself. */
export async function showOrganization(c: StaffContext): Promise<Response> {
  const { reader } = c.var.deps.context
  const settings = await loadSettings(reader, c.var.scope)
  const locked = await hasBookings(reader, c.var.scope)
  return organizationPage(
    c,
    { values: typedOrganization(settings), problems: {} },
    locked ? settings.currency : null,
  )
}

/** POST: saves it. */
export async function saveOrganization(c: StaffContext, typed: Typed): Promise<Response> {
  const { context } = c.var.deps
  const settings = await loadSettings(context.reader, c.var.scope)
  const lockedCurrency = (await hasBookings(context.reader, c.var.scope)) ? settings.currency : null
  const read = readOrganization(typed, lockedCurrency)
  if (!read.ok) return organizationPage(c, { values: typed, problems: read.problems }, lockedCurrency)
  const outcome = await saveSettings(context, c.var.scope, read.value)
  if (!outcome.ok)
    return organizationPage(c, { values: typed, problems: { currency: outcome.refusal } }, null)
  return savedAt(c, paths.organizationSettings())
}

function organizationPage(c: StaffContext, state: FormState, lockedCurrency: string | null) {
  const words = organizationWords(c.var.locale)
  const form = makeForm(state, c.var.locale)
  const fields = fieldsOf(form, state, lockedCurrency, c.var.locale)
  return settingsPage(
    c,
    { title: words.title, lead: words.lead, saved: words.saved, summary: form.summary() },
    <FormFrame
      action={paths.organizationSettings()}
      submit={words.submit}
      busy={formWords(c.var.locale).saving}
    >
      {fields}
    </FormFrame>,
  )
}

function fieldsOf(form: SettingsForm, state: FormState, lockedCurrency: string | null, locale: Locale) {
  const words = organizationWords(locale)
  const { optional } = formWords(locale)
  return (
    <Stack gap="section">
      <Card heading={words.about}>
        {form.text('name', words.name, {
          hint: words.nameHint,
          required: true,
          dir: 'auto',
          width: 'medium',
        })}
        {form.select('zone', words.zone, {
          hint: words.zoneHint,
          groups: zoneGroups(typedText(state.values, 'zone')),
        })}
        {form.select('locale', words.locale, {
          hint: words.localeHint,
          options: LOCALES.map((locale) => ({ value: locale, label: words.locales[locale] })),
        })}
        {lockedCurrency ? (
          <DetailsList
            rows={[{ term: words.currency, detail: lockedCurrency, note: words.currencyLocked }]}
          />
        ) : (
          form.select('currency', words.currency, { hint: words.currencyHint, options: currencyOptions() })
        )}
      </Card>
      <Card heading={words.contact}>
        {form.text('contactEmail', words.contactEmail, {
          type: 'email',
          mark: optional,
          hint: words.contactHint,
          width: 'medium',
        })}
        {form.text('contactPhone', words.contactPhone, {
          type: 'tel',
          mark: optional,
          width: 'medium',
        })}
      </Card>
      <Card heading={words.online}>
        {form.tick('customersMayCancel', words.mayCancel, words.mayCancelHint)}
        {form.tick('customersMayReschedule', words.mayReschedule, words.mayRescheduleHint)}
        {form.text('quoteHonouredMinutes', words.quote, {
          hint: words.quoteHint,
          inputmode: 'numeric',
          width: 'short',
          required: true,
        })}
        {form.text('undoMinutes', words.undo, {
          hint: words.undoHint,
          inputmode: 'numeric',
          width: 'short',
          required: true,
        })}
      </Card>
    </Stack>
  )
}
