import { z } from 'zod'
import { now } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, toJson, violatedConstraint, type Reader, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { authorOf, type Scope } from '#domain/access/scope.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'
import type { TierAmount } from '#domain/policies/policy.ts'

/** A discount of nothing is none, so percentages and amounts begin at 1. */
const discountAmount = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('percent'), percent: z.number().int().min(1).max(100) }),
  z.strictObject({ kind: z.literal('amount'), minor: z.string().regex(/^[1-9]\d{0,14}$/) }),
])

/** A code as people type it: three to thirty letters, digits and hyphens, in either case. */
const TYPED_CODE = /^[A-Za-z0-9-]{3,30}$/

/** What a business decides about a discount code. */
export interface DiscountCodeInput {
  /** Kept in capitals; see `readCode`. */
  code: string
  amount: TierAmount
  /** Null is every event type. */
  eventTypeId: string | null
  validFrom: Temporal.Instant | null
  /** From this instant on it counts no more. */
  validUntil: Temporal.Instant | null
  /** Null is no limit. */
  mostUses: number | null
  active: boolean
}

export interface DiscountCode extends DiscountCodeInput {
  id: string
  uses: number
  eventTypeName: string | null
}

export type DiscountCodeRefusal =
  | { code: 'not_a_code' }
  | { code: 'code_taken' }
  | { code: 'unknown_discount_code' }
  | { code: 'unknown_event_type' }
  | { code: 'ends_before_it_starts' }
  /** It was used more often than that already. */
  | { code: 'used_more_often'; uses: number }

/** The code as it is kept and compared, trimmed and in capitals, or null for what cannot be one. */
export function readCode(typed: string): string | null {
  const trimmed = typed.trim()
  return TYPED_CODE.test(trimmed) ? trimmed.toUpperCase() : null
}

/** Saves a new code (id null) or replaces one. Bookings keep the discount they were made with. */
export async function saveDiscountCode(
  context: Context,
  scope: Scope,
  id: string | null,
  input: DiscountCodeInput,
): Promise<Outcome<{ discountCodeId: string }, DiscountCodeRefusal>> {
  const code = readCode(input.code)
  if (!code) return refuse({ code: 'not_a_code' })
  const { validFrom, validUntil } = input
  if (validFrom && validUntil && Temporal.Instant.compare(validFrom, validUntil) >= 0)
    return refuse({ code: 'ends_before_it_starts' })
  try {
    const columns = columnsOf(input, code)
    return await inTransaction(context.db, (tx) =>
      id === null ? insert(tx, scope, columns) : change(tx, scope, id, columns),
    )
  } catch (error) {
    const constraint = violatedConstraint(error)
    if (constraint === 'discount_codes_org_id_code_key') return refuse({ code: 'code_taken' })
    if (constraint === 'discount_codes_org_id_event_type_id_fkey')
      return refuse({ code: 'unknown_event_type' })
    throw error
  }
}

/** Switches a code off or on again; everything else about it stays. */
export async function switchDiscountCode(
  context: Context,
  scope: Scope,
  id: string,
  active: boolean,
): Promise<Outcome<{ discountCodeId: string }, DiscountCodeRefusal>> {
  return inTransaction(context.db, (tx) => change(tx, scope, id, { active }))
}

/** The codes of the organization: those that count first, then by code. */
export async function listDiscountCodes(db: Reader, scope: Scope): Promise<DiscountCode[]> {
  const rows = await discountCodes(db, scope).orderBy('d.active', 'desc').orderBy('d.code').execute()
  return rows.map(toDiscountCode)
}

/** One code, or null when the organization has none with this id. */
export async function loadDiscountCode(db: Reader, scope: Scope, id: string): Promise<DiscountCode | null> {
  const row = await discountCodes(db, scope).where('d.id', '=', id).executeTakeFirst()
  return row ? toDiscountCode(row) : null
}

/** Why a code does not count. One that was switched off is unknown. */
export interface DiscountFault {
  code: 'unknown_code' | 'code_not_yet_valid' | 'code_expired' | 'code_used_up' | 'code_not_for_this'
}

/**
 * The discount that somebody names for an event type at the organization's time, or why it does not count. It only
 * looks: the use is counted when the booking is written.
 */
export async function findDiscount(
  db: Reader,
  scope: Scope,
  code: string,
  eventTypeId: string,
): Promise<Outcome<{ id: string; code: string; amount: TierAmount }, DiscountFault>> {
  const wanted = readCode(code)
  const row = wanted && (await discountCodes(db, scope).where('d.code', '=', wanted).executeTakeFirst())
  if (!row) return refuse({ code: 'unknown_code' })
  const found = toDiscountCode(row)
  const fault = discountFault(found, eventTypeId, await now(db, scope.orgId))
  return fault ? refuse(fault) : done({ id: found.id, code: found.code, amount: found.amount })
}

/** Why this code does not count for an event type at this instant, or null. Pure. */
export function discountFault(
  code: DiscountCode,
  eventTypeId: string,
  at: Temporal.Instant,
): DiscountFault | null {
  if (!code.active) return { code: 'unknown_code' }
  if (code.eventTypeId !== null && code.eventTypeId !== eventTypeId) return { code: 'code_not_for_this' }
  if (code.validFrom && Temporal.Instant.compare(at, code.validFrom) < 0)
    return { code: 'code_not_yet_valid' }
  if (code.validUntil && Temporal.Instant.compare(at, code.validUntil) >= 0) return { code: 'code_expired' }
  if (code.mostUses !== null && code.uses >= code.mostUses) return { code: 'code_used_up' }
  return null
}

async function insert(tx: Tx, scope: Scope, columns: Columns): Promise<Saved> {
  const id = newId()
  const at = await now(tx, scope.orgId)
  await tx
    .insertInto('discount_codes')
    .values({ org_id: scope.orgId, id, created_at: at, ...columns })
    .execute()
  return recordSaved(tx, scope, id, at)
}

async function change(tx: Tx, scope: Scope, id: string, columns: Partial<Columns>): Promise<Saved> {
  // The row is locked before its uses are read, so no booking counts one in between.
  const stored = await tx
    .selectFrom('discount_codes')
    .where('org_id', '=', scope.orgId)
    .where('id', '=', id)
    .select('uses')
    .forUpdate()
    .executeTakeFirst()
  if (!stored) return refuse({ code: 'unknown_discount_code' })
  const most = columns.most_uses ?? null
  if (most !== null && most < stored.uses) return refuse({ code: 'used_more_often', uses: stored.uses })
  await tx
    .updateTable('discount_codes')
    .set(columns)
    .where('org_id', '=', scope.orgId)
    .where('id', '=', id)
    .execute()
  return recordSaved(tx, scope, id, await now(tx, scope.orgId))
}

async function recordSaved(tx: Tx, scope: Scope, id: string, at: Temporal.Instant): Promise<Saved> {
  const payload = { discountCode: id }
  await insertFact(tx, { orgId: scope.orgId, kind: 'discount_code.saved', at, ...authorOf(scope), payload })
  return done({ discountCodeId: id })
}

type Saved = Outcome<{ discountCodeId: string }, DiscountCodeRefusal>
type Columns = ReturnType<typeof columnsOf>

function columnsOf(input: DiscountCodeInput, code: string) {
  return {
    code,
    amount: toJson(discountAmount.parse(input.amount)),
    event_type_id: input.eventTypeId,
    valid_from: input.validFrom,
    valid_until: input.validUntil,
    most_uses: input.mostUses,
    active: input.active,
  }
}

function discountCodes(db: Reader, scope: Scope) {
  return db
    .selectFrom('discount_codes as d')
    .leftJoin('event_types as e', (join) =>
      join.onRef('e.org_id', '=', 'd.org_id').onRef('e.id', '=', 'd.event_type_id'),
    )
    .where('d.org_id', '=', scope.orgId)
    .selectAll('d')
    .select('e.name as event_type_name')
}

function toDiscountCode(
  row: NonNullable<Awaited<ReturnType<ReturnType<typeof discountCodes>['executeTakeFirst']>>>,
): DiscountCode {
  return {
    id: row.id,
    code: row.code,
    amount: discountAmount.parse(row.amount),
    eventTypeId: row.event_type_id,
    eventTypeName: row.event_type_name,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    mostUses: row.most_uses,
    uses: row.uses,
    active: row.active,
  }
}
