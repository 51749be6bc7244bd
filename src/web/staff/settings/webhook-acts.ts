import { paths } from '#paths.ts'
import { removeWebhookEndpoint } from '#domain/notifications/remove-webhook-endpoint.ts'
import { rotateWebhookSecret } from '#domain/notifications/rotate-webhook-secret.ts'
import type { Typed } from '#platform/forms.ts'
import { missingPage } from '../refusal-pages.tsx'
import type { StaffContext } from '../staff-env.ts'
import { idOf, savedAt } from './settings-page.tsx'
import { lineOf } from './typed-values.ts'
import { showSecret } from './webhook-secret.tsx'

/**
 * POST: a new signing secret, shown this one time. The form names the secret it replaces: sent twice, it would end
 * the one that the program still uses, so the second time leads back to the webhook.
 */
export async function rotateSecret(c: StaffContext, typed: Typed): Promise<Response> {
  const id = idOf(c, 'endpoint')
  const generation = lineOf(typed, 'generation')
  if (!id) return missingPage(c)
  // Without the number nothing is replaced: no secret has this one.
  const replaced = /^[1-9]\d{0,8}$/.test(generation) ? Number(generation) : 0
  const rotated = await rotateWebhookSecret(c.var.deps.context, c.var.scope, id, replaced)
  if (rotated.ok) return showSecret(c, rotated.value.endpoint, rotated.value.secret)
  return rotated.refusal.code === 'rotated_already' ? c.redirect(paths.webhook(id), 303) : missingPage(c)
}

/** POST: removes the webhook. */
export async function removeWebhook(c: StaffContext): Promise<Response> {
  const id = idOf(c, 'endpoint')
  const removed = id ? await removeWebhookEndpoint(c.var.deps.context, c.var.scope, id) : null
  return removed?.ok ? savedAt(c, paths.webhooks()) : missingPage(c)
}
