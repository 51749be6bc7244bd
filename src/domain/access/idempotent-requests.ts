import { sql } from 'kysely'
import { conceal, reveal } from '#platform/concealed.ts'
import type { Context } from '#platform/context.ts'
import { databaseNow, databaseTime } from '#platform/clock.ts'
import { toJson } from '#platform/db.ts'
import type { MemberScope } from './scope.ts'

/** A request that may arrive twice: whose it is, its key, and a digest of what it says. */
export interface IdempotentRequest {
  scope: MemberScope
  key: string
  hash: Buffer
}

export interface KeptAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** Whether to carry a request out now, or what to say instead. */
export type Claim =
  | { kind: 'mine' }
  | { kind: 'answered'; answer: KeptAnswer }
  /** It is being carried out at this moment. */
  | { kind: 'running' }
  /** The key was used for a request that says something else. */
  | { kind: 'other' }

/** How long an answer is given again. */
const KEPT_HOURS = 72

/**
 * Claims a request for this caller, in one round trip. A claim whose process died is free after a minute; the use
 * cases behind it recognize what they did before, so carrying it out again does nothing twice.
 */
export async function claimRequest(context: Context, request: IdempotentRequest): Promise<Claim> {
  const { scope, key, hash } = request
  const { rows } = await sql<{
    mine: boolean
    same: boolean
    status: number | null
    headers: Record<string, string> | null
    body: string | null
  }>`select * from claim_request(${scope.orgId}, ${scope.apiKeyId}, ${key}, ${hash}, ${databaseTime})`.execute(
    context.db,
  )
  const [found] = rows
  if (found?.mine) return { kind: 'mine' }
  // A row that another transaction is writing at this moment cannot be read yet.
  if (!found) return { kind: 'running' }
  if (!found.same) return { kind: 'other' }
  if (found.status === null) return { kind: 'running' }
  const body = reveal(context.secret, purposeOf(request), found.body ?? '')
  // What was kept under an earlier secret cannot be read any more; what was done is recognized where it was done.
  if (body === null) return { kind: 'mine' }
  return { kind: 'answered', answer: { status: found.status, headers: found.headers ?? {}, body } }
}

/** Keeps the answer; null gives the claim back, so that the request can be tried again at once. */
export async function finishRequest(
  context: Context,
  request: IdempotentRequest,
  answer: KeptAnswer | null,
): Promise<void> {
  const { scope, key } = request
  if (answer === null) {
    await sql`delete from idempotent_requests where org_id = ${scope.orgId}
      and api_key_id = ${scope.apiKeyId} and key = ${key} and finished_at is null`.execute(context.db)
    return
  }
  await sql`select finish_request(${scope.orgId}, ${scope.apiKeyId}, ${key}, ${answer.status},
    ${toJson(answer.headers)}::jsonb, ${conceal(context.secret, purposeOf(request), answer.body)}, ${databaseTime})`.execute(
    context.db,
  )
}

// Answers hold links that open a booking, so they lie in the database as unreadable as the links themselves.
function purposeOf({ scope, key }: IdempotentRequest): string {
  return `answer ${scope.orgId} ${scope.apiKeyId} ${key}`
}

/** Answers older than 72 hours are forgotten. Returns how many were. */
export async function dropOldRequests(context: Context): Promise<number> {
  const before = (await databaseNow(context.db)).subtract({ hours: KEPT_HOURS })
  const result = await context.db
    .deleteFrom('idempotent_requests')
    .where('started_at', '<', before)
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}
