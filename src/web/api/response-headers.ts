import { headerText } from '#messages/api-reference.ts'
import type { Operation } from './operation.ts'

/** Headers of answers that programs can work with, as the document describes them. */
export const RESPONSE_HEADERS = {
  ETag: { description: headerText.etag, schema: { type: 'string', example: '"3"' } },
  'Idempotent-Replayed': { description: headerText.replayed, schema: { type: 'string', enum: ['true'] } },
  'Retry-After': { description: headerText.retryAfter, schema: { type: 'integer' } },
  'RateLimit-Limit': { description: headerText.limit, schema: { type: 'integer' } },
  'RateLimit-Remaining': { description: headerText.remaining, schema: { type: 'integer' } },
  'RateLimit-Reset': { description: headerText.reset, schema: { type: 'integer' } },
} satisfies Record<
  string,
  { description: string; schema: { type: 'string' | 'integer'; example?: string; enum?: string[] } }
>

type Name = keyof typeof RESPONSE_HEADERS

const ABOUT_LIMITS: Name[] = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset']
/** Statuses after which the same request may be sent again. */
const MAY_BE_TRIED_AGAIN = new Set([409, 429, 503])

/** What an answer of this status carries, as references into the document. */
export function headersOf(spec: Operation, status: number): Record<string, { $ref: string }> {
  const isDone = status < 300
  const names: Name[] = [
    ...(isDone && spec.headers ? ['ETag' as const] : []),
    ...(isDone && spec.idempotent ? ['Idempotent-Replayed' as const] : []),
    ...(MAY_BE_TRIED_AGAIN.has(status) ? ['Retry-After' as const] : []),
    ...(isDone || status === 429 ? ABOUT_LIMITS.filter(() => spec.scope !== null) : []),
  ]
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
}
