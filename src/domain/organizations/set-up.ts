import { sql } from 'kysely'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, type Reader } from '#platform/db.ts'
import { hashPassword } from '#platform/passwords.ts'
import { insertNewOrganization, type NewOrganization } from './create-organization.ts'

/** Any number will do, as long as nothing else locks it. */
const SET_UP_LOCK = 7_013_501

/** True while there is no organization at all: only then may a stranger make the first one. */
export async function isUnclaimed(db: Reader): Promise<boolean> {
  return (await db.selectFrom('organizations').select('id').limit(1).executeTakeFirst()) === undefined
}

/**
 * Makes the first organization of an installation. Two people who set up at once are put in a row by the lock,
 * and the second one is refused.
 */
export async function setUp(
  context: Context,
  input: NewOrganization,
): Promise<Outcome<{ orgId: string; ownerId: string }, { code: 'already_set_up' }>> {
  const passwordHash = input.owner.password ? await hashPassword(input.owner.password) : null
  return inTransaction(context.db, async (tx) => {
    await sql`select pg_advisory_xact_lock(${SET_UP_LOCK})`.execute(tx)
    if (!(await isUnclaimed(tx))) return refuse({ code: 'already_set_up' as const })
    const { orgId, ownerId } = await insertNewOrganization(tx, input, passwordHash)
    return done({ orgId, ownerId })
  })
}
