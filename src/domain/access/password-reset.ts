import { databaseNow, now } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, toJson, type Reader, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { hashPassword } from '#platform/passwords.ts'
import { deriveToken, hashToken } from '#platform/tokens.ts'
import { hit } from './rate-limit.ts'
import type { SystemScope } from './scope.ts'
import { membershipsOf, type Membership } from './sign-in.ts'

export const SHORTEST_PASSWORD = 10
export const LONGEST_PASSWORD = 200

const RESET_MINUTES = 60
const WINDOW_SECONDS = 3_600
const ASKS_PER_EMAIL = 5
const ASKS_PER_SOURCE = 50

/** What a reset's token is derived from; the fact `member.password_reset_asked` holds `resetId` as `reset`. */
export interface Reset {
  personId: string
  resetId: string
}

/**
 * The token of a reset link. It is derived and never stored, so the mail can be rendered when it is sent; the
 * database only has its hash.
 */
export function resetTokenOf(secret: string, reset: Reset): string {
  return deriveToken(secret, 'password-reset', reset.personId, reset.resetId)
}

/**
 * Somebody asks for a new password by mail. Whoever is unknown hears the same as everybody: the outcome says
 * nothing about the address, only about how often it was tried.
 */
export async function askForReset(
  context: Context,
  ask: { email: string; source: string },
): Promise<Outcome<null, { code: 'too_many' }>> {
  const at = await databaseNow(context.db)
  const email = ask.email.toLowerCase()
  const bySource = await hit(context.db, `reset:source:${ask.source}`, ASKS_PER_SOURCE, WINDOW_SECONDS, at)
  const byEmail = await hit(context.db, `reset:email:${email}`, ASKS_PER_EMAIL, WINDOW_SECONDS, at)
  if (!bySource || !byEmail) return refuse({ code: 'too_many' })
  const person = await context.db
    .selectFrom('people')
    .where('email', '=', email)
    .select('id')
    .executeTakeFirst()
  const [membership] = person ? await membershipsOf(context.db, person.id) : []
  if (person && membership)
    await inTransaction(context.db, (tx) =>
      writeReset(context, tx, { personId: person.id, email, membership, at }),
    )
  return done(null)
}

/** Whether a reset link still opens the form, was used already, or is no link of ours or too old. */
export async function stateOfReset(db: Reader, token: string): Promise<'open' | 'used' | 'unknown'> {
  const reset = await db
    .selectFrom('password_resets')
    .where('token_hash', '=', hashToken(token))
    .selectAll()
    .executeTakeFirst()
  const expired = reset && Temporal.Instant.compare(await databaseNow(db), reset.expires_at) >= 0
  if (!reset || expired) return 'unknown'
  return reset.used_at ? 'used' : 'open'
}

/** Sets a new password with the link from the mail. Every login and every other reset link of the person ends. */
export async function resetPassword(
  context: Context,
  token: string,
  password: string,
): Promise<Outcome<null, { code: 'unknown_reset' }>> {
  // Hashing takes long, so it happens before the transaction.
  if ((await stateOfReset(context.db, token)) !== 'open') return refuse({ code: 'unknown_reset' })
  const passwordHash = await hashPassword(password)
  return inTransaction(context.db, async (tx) => {
    const at = await databaseNow(tx)
    const reset = await tx
      .updateTable('password_resets')
      .set({ used_at: at })
      .where('token_hash', '=', hashToken(token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', at)
      .returning('person_id')
      .executeTakeFirst()
    if (!reset) return refuse({ code: 'unknown_reset' as const })
    await tx
      .updateTable('people')
      .set({ password_hash: passwordHash })
      .where('id', '=', reset.person_id)
      .execute()
    await tx.deleteFrom('logins').where('person_id', '=', reset.person_id).execute()
    await tx
      .deleteFrom('password_resets')
      .where('person_id', '=', reset.person_id)
      .where('used_at', 'is', null)
      .execute()
    return done(null)
  })
}

/** What the mail of a reset says: to whom, the link's token, until when. Null once the link is useless. */
export async function loadReset(
  db: Reader,
  scope: SystemScope,
  secret: string,
  wanted: { memberId: string; resetId: string },
): Promise<{ name: string; token: string; expiresAt: Temporal.Instant } | null> {
  const member = await db
    .selectFrom('team_members as m')
    .innerJoin('people as p', 'p.id', 'm.person_id')
    .where('m.org_id', '=', scope.orgId)
    .where('m.id', '=', wanted.memberId)
    .select(['m.person_id', 'p.name'])
    .executeTakeFirst()
  if (!member) return null
  const token = resetTokenOf(secret, { personId: member.person_id, resetId: wanted.resetId })
  const reset = await db
    .selectFrom('password_resets')
    .where('token_hash', '=', hashToken(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', await databaseNow(db))
    .select('expires_at')
    .executeTakeFirst()
  return reset ? { name: member.name, token, expiresAt: reset.expires_at } : null
}

// The mail needs an organization to be sent for and a fact to follow from: the first one the person joined.
async function writeReset(
  context: Context,
  tx: Tx,
  asked: { personId: string; email: string; membership: Membership; at: Temporal.Instant },
): Promise<void> {
  const { orgId, memberId } = asked.membership
  const [resetId, factId, deliveryId] = [newId(), newId(), newId()]
  const token = resetTokenOf(context.secret, { personId: asked.personId, resetId })
  const expiresAt = asked.at.add({ minutes: RESET_MINUTES })
  await tx
    .deleteFrom('password_resets')
    .where('person_id', '=', asked.personId)
    .where('expires_at', '<=', asked.at)
    .execute()
  await tx
    .insertInto('password_resets')
    .values({ token_hash: hashToken(token), person_id: asked.personId, expires_at: expiresAt })
    .execute()
  const orgTime = await now(tx, orgId)
  const fact = {
    kind: 'member.password_reset_asked',
    actor_kind: 'system',
    channel: 'staff_page',
    payload: toJson({ reset: resetId }),
  }
  await tx
    .insertInto('facts')
    .values({ org_id: orgId, id: factId, at: orgTime, ...fact })
    .execute()
  await tx
    .insertInto('deliveries')
    .values({
      org_id: orgId,
      id: deliveryId,
      fact_id: factId,
      kind: 'password_reset',
      channel: 'email',
      audience: 'member',
      recipient_id: memberId,
      to_address: asked.email,
      state: 'queued',
      due_at: orgTime,
      created_at: orgTime,
    })
    .execute()
  await context.queue.enqueue(tx, 'deliver', [{ data: { orgId, deliveryId } }])
}
