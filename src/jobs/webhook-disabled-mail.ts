import type { Reader } from '#platform/db.ts'
import type { SystemScope } from '#domain/access/scope.ts'
import type { FactPayloads } from '#domain/facts/fact.ts'
import type { MailToDeliver } from '#domain/notifications/load-delivery.ts'
import type { WebhookEndpoint } from '#domain/notifications/webhook-endpoint.ts'
import { findWebhookEndpoint } from '#domain/notifications/webhook-endpoints.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { localeOf } from '#messages/locale.ts'
import { webhookMailWords } from '#messages/settings-webhooks.ts'
import { paths } from '../paths.ts'
import type { ComposedMail } from './compose-mail.ts'
import type { MailContent } from './mail-content.ts'
import { renderHtml } from './render-mail.tsx'
import { renderText } from './render-text.ts'
import { nameInMail } from './without-links.ts'

/**
 * The mail to whoever made an endpoint that takes nothing any more. Null when it was removed or switched on again
 * meanwhile: then somebody has seen to it.
 */
export async function composeWebhookDisabledMail(
  db: Reader,
  scope: SystemScope,
  delivery: MailToDeliver,
  from: { publicUrl: string; sender: string },
): Promise<ComposedMail | null> {
  const { endpoint: endpointId } = delivery.fact.payload as FactPayloads['webhook.disabled']
  const endpoint = await findWebhookEndpoint(db, scope, endpointId)
  if (!endpoint || endpoint.active) return null
  const { name: business, locale: language } = await loadSettings(db, scope)
  const content = contentOf(business, language, endpoint, from.publicUrl)
  const [text, html] = [renderText(content), renderHtml(content, [])]
  return {
    message: {
      messageId: `<${delivery.id}@${from.sender.split('@').at(-1)!}>`,
      from: { name: business, address: from.sender },
      replyTo: null,
      to: { name: nameInMail(delivery.recipient.name), address: delivery.to },
      cc: [],
      subject: content.subject,
      text,
      html,
      calendar: [],
    },
    copy: { subject: content.subject, text, html, calendar: null },
  }
}

function contentOf(
  business: string,
  language: string,
  { id, url, disabledBecause }: WebhookEndpoint,
  publicUrl: string,
): MailContent {
  const locale = localeOf(language)
  const words = webhookMailWords(locale)
  // The host alone: the rest of an address may hold a key of the program.
  const opening = words.opening(new URL(url).host, disabledBecause === 'gone')
  return {
    locale,
    subject: words.subject,
    preview: opening[0]!,
    business,
    heading: words.subject,
    opening,
    facts: [],
    links: { primary: { href: `${publicUrl}${paths.webhook(id)}`, label: words.button }, actions: [] },
    policy: [],
    footer: [words.footer(business)],
  }
}
