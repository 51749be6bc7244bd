import { webhookEventWords, webhookWords } from '#messages/settings-webhooks.ts'
import { formWords } from '#messages/settings.ts'
import type { Locale } from '#messages/locale.ts'
import { paths } from '#paths.ts'
import { pingWebhookEndpoint } from '#domain/notifications/ping-webhook-endpoint.ts'
import {
  changeWebhookEndpoint,
  createWebhookEndpoint,
  type WebhookEndpointRefusal,
} from '#domain/notifications/save-webhook-endpoint.ts'
import type { WebhookEndpoint } from '#domain/notifications/webhook-endpoint.ts'
import { loadWebhookEndpoint } from '#domain/notifications/webhook-endpoints.ts'
import { WEBHOOK_EVENTS } from '#domain/notifications/webhook-event.ts'
import type { Typed } from '#platform/forms.ts'
import { Banner } from '#ui/banner.tsx'
import { Card } from '#ui/card.tsx'
import { missingPage } from '../refusal-pages.tsx'
import type { StaffContext } from '../staff-env.ts'
import { makeForm, type FormState, type SettingsForm } from './settings-form.tsx'
import { FormFrame, savedAt, settingsPage } from './settings-page.tsx'
import { readWebhook, typedWebhook } from './webhook-form.ts'
import { Calls, Removal, Secret } from './webhook-parts.tsx'
import { showSecret } from './webhook-secret.tsx'
import { typedText, type Problems } from './typed-values.ts'

/** GET: the form of a new webhook. */
export function showNewWebhook(c: StaffContext): Promise<Response> {
  return webhookPage(c, null, { values: {}, problems: {} })
}

/** POST: adds it and shows its secret, this one time. */
export async function saveNewWebhook(c: StaffContext, typed: Typed): Promise<Response> {
  const { config, context } = c.var.deps
  const read = readWebhook(typed)
  if (!read.ok) return webhookPage(c, null, { values: typed, problems: read.problems })
  const made = await createWebhookEndpoint(context, c.var.scope, read.value, config)
  return made.ok
    ? showSecret(c, made.value.endpoint, made.value.secret)
    : webhookPage(c, null, { values: typed, problems: problemsOf(made.refusal) })
}

/** GET: one webhook with its newest messages. */
export async function showWebhook(c: StaffContext): Promise<Response> {
  const endpoint = await endpointOf(c)
  return endpoint
    ? webhookPage(c, endpoint, { values: typedWebhook(endpoint), problems: {} })
    : missingPage(c)
}

/** POST: changes it, or sends a ping. */
export async function saveWebhook(c: StaffContext, typed: Typed): Promise<Response> {
  const { config, context } = c.var.deps
  const endpoint = await endpointOf(c)
  if (!endpoint) return missingPage(c)
  if (typedText(typed, 'act') === 'ping') {
    const pinged = await pingWebhookEndpoint(context, c.var.scope, endpoint.id)
    return pinged.ok ? c.redirect(`${paths.webhook(endpoint.id)}?pinged=1#calls`, 303) : missingPage(c)
  }
  const read = readWebhook(typed)
  if (!read.ok) return webhookPage(c, endpoint, { values: typed, problems: read.problems })
  const changed = await changeWebhookEndpoint(context, c.var.scope, endpoint.id, read.value, config)
  if (changed.ok) return savedAt(c, paths.webhook(endpoint.id))
  return changed.refusal.code === 'address_refused'
    ? webhookPage(c, endpoint, { values: typed, problems: problemsOf(changed.refusal) })
    : missingPage(c)
}

async function endpointOf(c: StaffContext): Promise<WebhookEndpoint | null> {
  const { reader } = c.var.deps.context
  const found = await loadWebhookEndpoint(reader, c.var.scope, c.req.param('endpoint') ?? '')
  return found.ok ? found.value : null
}

function problemsOf(refusal: WebhookEndpointRefusal): Problems {
  return refusal.code === 'address_refused' ? { url: refusal } : { url: { code: 'wrong' } }
}

async function webhookPage(
  c: StaffContext,
  endpoint: WebhookEndpoint | null,
  state: FormState,
): Promise<Response> {
  const words = webhookWords(c.var.locale)
  const form = makeForm(state, c.var.locale)
  const fields = webhookFields(form, endpoint !== null, c.var.locale)
  return settingsPage(
    c,
    {
      title: endpoint ? endpoint.description || new URL(endpoint.url).host : words.newTitle,
      ...(endpoint ? {} : { lead: words.newLead }),
      back: { href: paths.webhooks(), label: words.back },
      saved: words.saved,
      summary: form.summary(),
      notice: endpoint ? <Notices c={c} endpoint={endpoint} /> : null,
    },
    <>
      <FormFrame
        action={endpoint ? paths.webhook(endpoint.id) : paths.newWebhook()}
        submit={endpoint ? words.submit : words.submitNew}
        busy={formWords(c.var.locale).saving}
      >
        {fields}
      </FormFrame>
      {endpoint ? await Calls({ c, endpoint }) : null}
      {endpoint ? <Secret c={c} endpoint={endpoint} /> : null}
      {endpoint ? <Removal c={c} endpoint={endpoint} /> : null}
    </>,
  )
}

function Notices({ c, endpoint }: { c: StaffContext; endpoint: WebhookEndpoint }) {
  const words = webhookWords(c.var.locale)
  const why = endpoint.disabledBecause
  return (
    <>
      {c.req.method === 'GET' && c.req.query('pinged') === '1' ? (
        <Banner kind="ok" title={words.pinged} />
      ) : null}
      {why ? (
        <Banner kind={why === 'switched_off' ? 'info' : 'warn'} title={words.offNotice[why]}>
          {words.offNoticeLine}
        </Banner>
      ) : null}
    </>
  )
}

// No component: the form lists only problems of fields that were drawn before it is asked.
function webhookFields(form: SettingsForm, isStored: boolean, locale: Locale) {
  const words = webhookWords(locale)
  const { optional } = formWords(locale)
  const events = WEBHOOK_EVENTS.map((value) => ({
    value,
    label: value,
    hint: webhookEventWords(value, locale),
  }))
  return (
    <>
      <Card heading={words.about}>
        {form.text('url', words.url, {
          hint: words.urlHint,
          required: true,
          inputmode: 'url',
          width: 'full',
        })}
        {form.text('description', words.description, {
          hint: words.descriptionHint,
          mark: optional,
          dir: 'auto',
          width: 'medium',
        })}
        {isStored ? form.tick('active', words.active, words.activeHint) : null}
      </Card>
      <Card heading={words.events}>
        {formEvents(form, words, events)}
        {form.tick('withLinks', words.withLinks, words.withLinksHint)}
      </Card>
    </>
  )
}

function formEvents(
  form: SettingsForm,
  words: ReturnType<typeof webhookWords>,
  events: { value: string; label: string }[],
) {
  return form.ticks('kinds', words.whichEvents, events, { hint: words.whichEventsHint })
}
