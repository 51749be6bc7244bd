import { z } from '@hono/zod-openapi'
import { showId } from '#platform/public-ids.ts'
import { LONGEST_DESCRIPTION, LONGEST_URL } from '#domain/notifications/save-webhook-endpoint.ts'
import type { WebhookEndpoint } from '#domain/notifications/webhook-endpoint.ts'
import { WEBHOOK_EVENTS } from '#domain/notifications/webhook-event.ts'
import { idOf } from './ids.ts'
import { instant, named } from './schemas.ts'
import { optionalLine } from './text-schemas.ts'

const events = z
  .array(z.enum(WEBHOOK_EVENTS))
  .max(WEBHOOK_EVENTS.length)
  .openapi({ description: 'The events it is told of; none means all, also those of later versions.' })

const withLinks = z.boolean().openapi({
  description: 'Whether events carry `manage_url`, with which whoever reads them can change the booking.',
})

/** An endpoint as programs see it. Its secret is in the answers that make one, and nowhere else. */
export const webhookSchema = z
  .strictObject({
    id: idOf('webhook'),
    url: z.string(),
    description: z.string(),
    events,
    with_links: withLinks,
    active: z.boolean(),
    disabled_because: z.enum(['switched_off', 'gave_up', 'gone']).nullable().openapi({
      description:
        'Null while it is active. `gave_up`: it took nothing for 72 hours; `gone`: it answered 410.',
    }),
    previous_secret_until: instant.nullable().openapi({
      description: 'After a rotation: until when the secret before this one signs, too. Real time.',
    }),
    created_at: instant,
    created_by: z.strictObject({ id: idOf('member'), name: z.string() }),
  })
  .openapi('WebhookEndpoint')

export const webhookWithSecretSchema = z
  .strictObject({
    endpoint: webhookSchema,
    secret: z
      .string()
      .openapi({ example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', description: 'Shown this once.' }),
  })
  .openapi('WebhookEndpointWithSecret')

const url = z
  .string()
  .trim()
  .min(1)
  .max(LONGEST_URL)
  .openapi({ example: 'https://example.com/kept', description: 'https, on the public internet.' })

const description = optionalLine(LONGEST_DESCRIPTION)

export const newWebhookSchema = z
  .strictObject({
    url,
    description: description.default(''),
    events: events.default([]),
    with_links: withLinks.default(false),
  })
  .openapi('NewWebhookEndpoint')

export const webhookChangeSchema = z
  .strictObject({
    url: url.optional(),
    description: description.optional(),
    events: events.optional(),
    with_links: withLinks.optional(),
    active: z.boolean().optional().openapi({
      description:
        'False drops what is waiting. True again: it is told of what happens from then on, and of nothing before.',
    }),
  })
  .openapi('WebhookEndpointChange')

export function showWebhook(endpoint: WebhookEndpoint): z.input<typeof webhookSchema> {
  return {
    id: showId('webhook', endpoint.id),
    url: endpoint.url,
    description: endpoint.description,
    events: endpoint.kinds,
    with_links: endpoint.withLinks,
    active: endpoint.active,
    disabled_because: endpoint.disabledBecause,
    previous_secret_until: endpoint.previousSecretUntil?.toString() ?? null,
    created_at: endpoint.createdAt.toString(),
    created_by: named('member', endpoint.createdBy),
  }
}
