import { z } from '@hono/zod-openapi'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { problemText } from '#messages/api.ts'
import { paths } from '#paths.ts'
import type { WebContext } from '../deps.ts'

/** Every problem the API answers with, and its status. The words are in messages/api.ts; codes never change. */
export const PROBLEMS = {
  malformed_json: 400,
  malformed_request: 400,
  idempotency_key_missing: 400,
  unauthorized: 401,
  scope_missing: 403,
  not_permitted: 403,
  not_found: 404,
  method_not_allowed: 405,
  // Refusals of the rules: the same that pages give.
  slot_taken: 409,
  slot_unavailable: 409,
  policy_refused: 409,
  state_refused: 409,
  changed_meanwhile: 409,
  quote_expired: 409,
  approval_required: 409,
  answers_missing: 422,
  ask_open: 409,
  undo_too_late: 409,
  not_offered: 409,
  // Refusals about money.
  payment_required: 402,
  nothing_to_pay: 409,
  hold_lost: 409,
  not_collected_online: 409,
  provider_failed: 409,
  amount_refused: 422,
  payment_disputed: 409,
  way_not_possible: 409,
  no_saved_card: 409,
  needs_another_member: 403,
  fee_undecided: 409,
  fee_out_of_range: 422,
  refund_too_large: 409,
  no_credit_offered: 409,
  discount_refused: 422,
  already_exists: 409,
  in_use: 409,
  last_owner: 409,
  currency_locked: 409,
  cannot_be_resent: 409,
  request_in_progress: 409,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media_type: 415,
  invalid_request: 422,
  idempotency_key_reused: 422,
  quote_unreadable: 422,
  reason_required: 422,
  nothing_chosen: 422,
  chosen_twice: 422,
  same_time: 422,
  same_time_twice: 422,
  wrong_number_of_times: 422,
  address_refused: 422,
  too_many_requests: 429,
  internal_error: 500,
  unavailable: 503,
} as const satisfies Record<string, ContentfulStatusCode>

export type ProblemCode = keyof typeof PROBLEMS

/** What an operation answers instead of its value. */
export interface Problem {
  code: ProblemCode
  /** Where the mistake is, as a JSON pointer into the body or a parameter's name. */
  field?: string
  /** All mistakes of a request that could not be read. */
  errors?: FieldError[]
  /** What programs can work with beside the words, for example the nearest free times. */
  more?: Record<string, unknown>
}

export interface FieldError {
  /** A JSON pointer into the body such as `/starts/0`, or `query:limit`, `path:booking`, `header:if-match`. */
  field: string
  code: string
  detail: string
}

/** RFC 9457. Members beyond these depend on the code and stand in the reference of problems. */
export const problemSchema = z
  .looseObject({
    type: z.string().openapi({ description: 'Address of what this problem means.' }),
    title: z.string(),
    status: z.number().int(),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    detail: z.string(),
    field: z.string().optional(),
    errors: z.array(z.strictObject({ field: z.string(), code: z.string(), detail: z.string() })).optional(),
    request: z.string().openapi({ description: 'The id under which the log has this request.' }),
  })
  .openapi('Problem')

/** What an answer needs of a request, with or without a key. */
export interface Answering {
  var: Pick<WebContext['var'], 'deps' | 'requestId'>
  body: WebContext['body']
}

/** The answer for a problem, as application/problem+json. */
export function problemResponse(
  c: Answering,
  problem: Problem,
  headers: Record<string, string> = {},
): Response {
  const body = JSON.stringify(problemBody(c, problem))
  return c.body(body, PROBLEMS[problem.code], { 'content-type': 'application/problem+json', ...headers })
}

/** A problem as its members; `type` leads to the page that explains it. */
export function problemBody(c: Pick<Answering, 'var'>, { code, field, errors, more }: Problem) {
  const { title, detail } = problemText(code)
  const place = field ?? errors?.[0]?.field
  return {
    type: `${c.var.deps.config.publicUrl}${paths.apiProblems()}#${code}`,
    title,
    status: PROBLEMS[code],
    code,
    detail,
    ...(place === undefined ? {} : { field: place }),
    ...(errors === undefined ? {} : { errors }),
    request: c.var.requestId,
    ...more,
  }
}
