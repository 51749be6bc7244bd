import { z } from 'zod'
import {
  LONGEST_DESCRIPTION,
  LONGEST_URL,
  type WebhookEndpointInput,
} from '#domain/notifications/save-webhook-endpoint.ts'
import type { WebhookEndpoint } from '#domain/notifications/webhook-endpoint.ts'
import { WEBHOOK_EVENTS, type WebhookEvent } from '#domain/notifications/webhook-event.ts'
import { line, optionalLine, parseForm, type Typed } from '#platform/forms.ts'
import { isTicked, problemsOf, ticked, valuesOf, type Problems, type Read } from './typed-values.ts'

const schema = z.object({ url: line(LONGEST_URL), description: optionalLine(LONGEST_DESCRIPTION) })

/** Reads the form of a webhook. Whether the address can be used is for the use case to say. */
export function readWebhook(typed: Typed): Read<WebhookEndpointInput & { active: boolean }> {
  const parsed = parseForm(schema, typed)
  const kinds = valuesOf(typed, 'kinds')
  const unknown = kinds.some((kind) => !isEvent(kind))
  const problems: Problems = {
    ...problemsOf(parsed),
    ...(unknown ? { kinds: { code: 'not_a_choice' as const } } : {}),
  }
  if (!parsed.ok || unknown) return { ok: false, problems }
  return {
    ok: true,
    value: {
      ...parsed.value,
      kinds: kinds.filter(isEvent),
      withLinks: isTicked(typed, 'withLinks'),
      active: isTicked(typed, 'active'),
    },
  }
}

export function typedWebhook(endpoint: WebhookEndpoint): Typed {
  return {
    url: endpoint.url,
    description: endpoint.description,
    kinds: endpoint.kinds,
    withLinks: ticked(endpoint.withLinks),
    active: ticked(endpoint.active),
  }
}

function isEvent(kind: string): kind is WebhookEvent {
  return (WEBHOOK_EVENTS as readonly string[]).includes(kind)
}
