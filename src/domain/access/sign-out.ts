import type { Context } from '#platform/context.ts'
import { hashToken } from '#platform/tokens.ts'

/** Ends one login; its cookie opens nothing from now on. Other browsers of the same person stay signed in. */
export async function signOut(context: Context, token: string): Promise<void> {
  await context.db.deleteFrom('logins').where('token_hash', '=', hashToken(token)).execute()
}
