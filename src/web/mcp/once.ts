import { createHash } from 'node:crypto'
import { refuse, type Outcome } from '#platform/context.ts'
import { claimRequest, finishRequest } from '#domain/access/idempotent-requests.ts'
import type { ApiContext } from '../api/api-env.ts'
import { PROBLEMS, type Problem } from '../api/problems.ts'

/**
 * Carries a call out once for its key, by the same books as the Idempotency-Key of the REST API: the same call again
 * gets the same answer for 72 hours, and other words under the key are refused.
 */
export async function once<T>(
  c: ApiContext,
  wish: { key: string; text: string },
  act: () => Promise<Outcome<T, Problem>>,
): Promise<Outcome<T, Problem>> {
  const { context } = c.var.deps
  const hash = createHash('sha256').update(wish.text).digest()
  const request = { scope: c.var.scope, key: wish.key, hash }
  const claim = await claimRequest(context, request)
  if (claim.kind === 'other') return refuse({ code: 'idempotency_key_reused', field: '/request_key' })
  if (claim.kind === 'running') return refuse({ code: 'request_in_progress', field: '/request_key' })
  if (claim.kind === 'answered') return JSON.parse(claim.answer.body) as Outcome<T, Problem>
  try {
    const outcome = await act()
    const status = outcome.ok ? 200 : PROBLEMS[outcome.refusal.code]
    await finishRequest(context, request, { status, headers: {}, body: JSON.stringify(outcome) })
    return outcome
  } catch (error) {
    await finishRequest(context, request, null)
    throw error
  }
}
