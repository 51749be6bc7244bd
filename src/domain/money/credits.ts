import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db.ts'
import { seal, unseal } from '#platform/tokens.ts'
import type { Scope } from '#domain/access/scope.ts'

/** A credit with what the ledger says is left of it. */
export interface Credit {
  id: string
  leftMinor: bigint
  expiresAt: Temporal.Instant | null
}

/** What a customer may spend in this currency now, what ends first coming first. */
export async function creditsOf(
  db: Reader,
  scope: Scope,
  customerId: string,
  currency: string,
): Promise<Credit[]> {
  const rows = await db
    .selectFrom('credits as c')
    .where('c.org_id', '=', scope.orgId)
    .where('c.customer_id', '=', customerId)
    .where('c.currency', '=', currency)
    .where('c.expired_at', 'is', null)
    .where(sql<boolean>`(c.expires_at is null or c.expires_at > org_now(c.org_id))`)
    .select((eb) => [
      'c.id',
      'c.expires_at',
      eb
        .selectFrom('ledger_entries as e')
        .whereRef('e.org_id', '=', 'c.org_id')
        .whereRef('e.credit_id', '=', 'c.id')
        .where('e.account', '=', 'credit')
        .select(sql<bigint>`(-coalesce(sum(e.amount_minor), 0))::bigint`.as('left'))
        .as('left'),
    ])
    .orderBy(sql`c.expires_at nulls last`)
    .orderBy('c.id')
    .execute()
  return rows.flatMap((row) =>
    row.left && row.left > 0n ? [{ id: row.id, leftMinor: row.left, expiresAt: row.expires_at }] : [],
  )
}

/** Which credits pay how much of an amount, what ends first being spent first. */
export function spendCredits(
  credits: readonly Credit[],
  dueMinor: bigint,
): { creditId: string; minor: bigint }[] {
  let left = dueMinor
  return credits.flatMap((credit) => {
    const minor = credit.leftMinor < left ? credit.leftMinor : left
    if (minor <= 0n) return []
    left -= minor
    return [{ creditId: credit.id, minor }]
  })
}

/**
 * Proof that whoever carries it came from a customer's own link: an e-mail address that somebody types proves nothing,
 * and nobody may spend or see the credit of another.
 */
export function sealCredit(secret: string, orgId: string, customerId: string): string {
  return seal(secret, 'credit', `${orgId} ${customerId}`)
}

/** The customer whose credit may be spent here, or null. */
export function openCredit(secret: string, orgId: string, sealed: string): string | null {
  const [sealedOrg, customerId] = unseal(secret, 'credit', sealed)?.split(' ') ?? []
  return sealedOrg === orgId && customerId ? customerId : null
}

/** Two bookings at once spend one credit one after the other. */
export async function lockCustomer(tx: Tx, scope: Scope, customerId: string): Promise<void> {
  await sql`select 1 from customers where org_id = ${scope.orgId} and id = ${customerId} for no key update`.execute(
    tx,
  )
}
