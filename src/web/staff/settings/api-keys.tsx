import type { Child } from 'hono/jsx'
import { apiKeyWords } from '#messages/settings-api-keys.ts'
import type { Locale } from '#messages/locale.ts'
import { paths } from '#paths.ts'
import {
  createApiKey,
  listApiKeys,
  listKeyMembers,
  revokeApiKey,
  type ApiKeyRefusal,
} from '#domain/access/api-keys.ts'
import type { Typed } from '#platform/forms.ts'
import { Banner } from '#ui/banner.tsx'
import { Card } from '#ui/card.tsx'
import { Fold } from '#ui/fold.tsx'
import { HiddenFields } from '#ui/layout.tsx'
import { missingPage } from '../refusal-pages.tsx'
import type { StaffContext } from '../staff-env.ts'
import { boxesOf, newKeyForm, openKeyForm, PRESETS, readApiKey, SCOPES_BY_NOUN } from './api-key-form.ts'
import { ApiKeyLists } from './api-key-lists.tsx'
import { keyMadeAlready, showNewKey } from './api-key-made.tsx'
import { makeForm, type FormState, type SettingsForm } from './settings-form.tsx'
import { FormFrame, idOf, savedAt, settingsPage } from './settings-page.tsx'
import { typedText, valuesOf, type Problems } from './typed-values.ts'

/** GET: the keys, and the form for another one. */
export function showApiKeys(c: StaffContext): Promise<Response> {
  return apiKeysPage(c, { values: emptyForm(c), problems: {} })
}

/** POST: makes a key and shows it, this one time. The answer is no redirect, because an address would keep it. */
export async function makeApiKey(c: StaffContext, typed: Typed): Promise<Response> {
  const { context } = c.var.deps
  const id = openKeyForm(context.secret, c.var.scope, typedText(typed, 'form'))
  if (!id) return apiKeysPage(c, { values: typed, problems: {} }, <FormTooOld locale={c.var.locale} />)
  const read = readApiKey(typed)
  if (!read.ok) return apiKeysPage(c, { values: typed, problems: read.problems })
  const outcome = await createApiKey(context, c.var.scope, { ...read.value, id })
  if (outcome.ok) return showNewKey(c, read.value, outcome.value.key)
  const { code } = outcome.refusal
  return code === 'already_made'
    ? keyMadeAlready(c)
    : apiKeysPage(c, { values: typed, problems: problemOf(code) })
}

/** POST: makes a key useless. Revoking it again leads to the same place. */
export async function revokeKey(c: StaffContext): Promise<Response> {
  const id = idOf(c, 'apiKey')
  const outcome = id ? await revokeApiKey(c.var.deps.context, c.var.scope, id) : null
  return outcome?.ok ? savedAt(c, paths.apiKeys()) : missingPage(c)
}

function emptyForm(c: StaffContext): Typed {
  return { name: '', memberId: c.var.scope.actor.memberId, may: 'reading' }
}

function problemOf(code: Exclude<ApiKeyRefusal['code'], 'already_made'>): Problems {
  switch (code) {
    case 'unknown_member':
      return { memberId: { code: 'not_a_choice' } }
    case 'no_scopes':
      return { may: { code: 'no_scopes' } }
    // The page asks for the permission before; what remains is a role that holds more.
    case 'not_permitted':
    case 'member_above_yours':
      return { memberId: { code: 'member_above_yours' } }
  }
}

async function apiKeysPage(c: StaffContext, state: FormState, refusal: Child = null): Promise<Response> {
  const { reader } = c.var.deps.context
  const words = apiKeyWords(c.var.locale)
  const keys = await listApiKeys(reader, c.var.scope)
  const members = await listKeyMembers(reader, c.var.scope)
  const form = makeForm(state, c.var.locale)
  const fields = (
    <Card heading={words.newHeading}>
      {form.text('name', words.name, { hint: words.nameHint, required: true, dir: 'auto', width: 'medium' })}
      {form.select('memberId', words.member, {
        hint: words.memberHint,
        options: members.map(({ id, name, roleName }) => ({
          value: id,
          label: words.memberWithRole(name, roleName),
        })),
      })}
      {form.radios(
        'may',
        words.may,
        PRESETS.map((value) => ({ value, label: words.presets[value] })),
      )}
      {scopeBoxes(form, state, c.var.locale)}
    </Card>
  )
  return settingsPage(
    c,
    {
      title: words.title,
      lead: <Lead locale={c.var.locale} />,
      saved: words.wasRevoked,
      summary: form.summary() ?? refusal,
    },
    <>
      <ApiKeyLists c={c} keys={keys} />
      <FormFrame action={paths.apiKeys()} submit={words.submit} busy={words.making}>
        <HiddenFields fields={{ form: newKeyForm(c.var.deps.context.secret, c.var.scope) }} />
        {fields}
      </FormFrame>
    </>,
  )
}

// Staff pages swap content by Turbo; the reference is a page of its own, with its own scripts.
function Lead({ locale }: { locale: Locale }) {
  const words = apiKeyWords(locale)
  return (
    <>
      {words.lead}{' '}
      <a href={paths.apiDocs()} data-turbo="false">
        {words.reference}
      </a>
    </>
  )
}

// A form that somebody else opened, or before the secret changed: it can be sent again as it stands.
function FormTooOld({ locale }: { locale: Locale }) {
  const words = apiKeyWords(locale)
  return (
    <Banner kind="warn" title={words.formTooOld}>
      {words.formTooOldLine}
    </Banner>
  )
}

// No component: the form lists only problems of fields that were drawn before it is asked.
function scopeBoxes(form: SettingsForm, state: FormState, locale: Locale) {
  const words = apiKeyWords(locale)
  const nouns = [...SCOPES_BY_NOUN]
  const open =
    typedText(state.values, 'may') === 'chosen' ||
    nouns.some(([noun]) => valuesOf(state.values, boxesOf(noun)).length > 0)
  return (
    <Fold label={words.scopes} open={open}>
      {nouns.map(([noun, verbs]) =>
        form.ticks(
          boxesOf(noun),
          words.nouns[noun]!,
          verbs.map((verb) => ({ value: verb, label: words.verbs[verb]! })),
          { inline: true },
        ),
      )}
    </Fold>
  )
}
