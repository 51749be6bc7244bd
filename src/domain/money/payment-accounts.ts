import { z } from 'zod'
import { now } from '#platform/clock.ts'
import { conceal, reveal } from '#platform/concealed.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, toJson, type Reader, type Tx } from '#platform/db.ts'
import { authorOf, type Scope } from '#domain/access/scope.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'
import type { PaymentProvider, PaymentProviders } from './payment-provider.ts'

/** A secret that a provider needs, how it begins, and how long it is at least. */
interface NeededSecret {
  name: string
  prefixes: readonly string[]
  shortest: number
}

/** What connecting a provider takes. Without both of Stripe's, its events could be forged. */
const NEEDED = new Map<string, readonly NeededSecret[]>([
  [
    'stripe',
    [
      { name: 'secretKey', prefixes: ['sk_', 'rk_'], shortest: 20 },
      { name: 'webhookSecret', prefixes: ['whsec_'], shortest: 20 },
    ],
  ],
])
const LONGEST_SECRET = 500

/** The names of the secrets that a provider needs, in the order in which forms ask for them. */
export function neededSecrets(provider: string): readonly NeededSecret[] {
  return NEEDED.get(provider) ?? []
}

/** A connected provider as pages may show it. Of secrets there is only the end. */
export interface PaymentAccount {
  provider: string
  active: boolean
  createdAt: Temporal.Instant
  /** The last four characters of each secret, by name. */
  endings: Record<string, string>
}

export type PaymentAccountRefusal =
  | { code: 'unknown_provider' }
  | { code: 'secret_missing'; field: string }
  | { code: 'secret_too_short'; field: string; shortest: number }
  | { code: 'secret_too_long'; field: string; longest: number }
  /** It is something else than it should be, such as a publishable key. */
  | { code: 'secret_of_another_kind'; field: string; prefixes: readonly string[] }

const storedConfig = z.object({ hidden: z.string(), endings: z.record(z.string(), z.string()) })

/**
 * Connects a provider and collects through it from now on; another one that did is switched off, and what was paid
 * there still settles there. A secret that is left empty stays the one that was saved before.
 */
export async function savePaymentAccount(
  context: Context,
  scope: Scope,
  account: { provider: string; secrets: Record<string, string> },
  providers: PaymentProviders,
): Promise<Outcome<null, PaymentAccountRefusal>> {
  const { provider } = account
  if (!providers.keys.includes(provider)) return refuse({ code: 'unknown_provider' })
  return inTransaction(context.db, async (tx) => {
    // Accounts of one organization are saved one after the other, since only one of them may be active.
    await tx
      .selectFrom('organizations')
      .where('id', '=', scope.orgId)
      .select('id')
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow()
    const stored = await storedSecrets(tx, scope, context.secret, provider)
    const secrets: Record<string, string> = {}
    for (const needed of neededSecrets(provider)) {
      const secret = account.secrets[needed.name]?.trim() || stored?.[needed.name] || ''
      const fault = secretFault(needed, secret)
      if (fault) return refuse(fault)
      secrets[needed.name] = secret
    }
    await write(tx, scope, context.secret, provider, secrets)
    return done(null)
  })
}

/** Collects through this provider no more. Payments that were begun there still settle, and refunds still go there. */
export async function switchOffPaymentAccount(
  context: Context,
  scope: Scope,
  provider: string,
): Promise<Outcome<null, { code: 'unknown_provider' }>> {
  return inTransaction(context.db, async (tx) => {
    const found = await tx
      .selectFrom('payment_accounts')
      .where('org_id', '=', scope.orgId)
      .where('provider', '=', provider)
      .select('active')
      .forUpdate()
      .executeTakeFirst()
    if (!found) return refuse({ code: 'unknown_provider' as const })
    if (!found.active) return done(null)
    await tx
      .updateTable('payment_accounts')
      .set({ active: false })
      .where('org_id', '=', scope.orgId)
      .where('provider', '=', provider)
      .execute()
    await recordSaved(tx, scope, provider, false)
    return done(null)
  })
}

/** The providers that were ever connected, the active one first. */
export async function listPaymentAccounts(db: Reader, scope: Scope): Promise<PaymentAccount[]> {
  const rows = await db
    .selectFrom('payment_accounts')
    .where('org_id', '=', scope.orgId)
    .selectAll()
    .orderBy('active', 'desc')
    .orderBy('provider')
    .execute()
  return rows.map((row) => ({
    provider: row.provider,
    active: row.active,
    createdAt: row.created_at,
    endings: storedConfig.parse(row.config).endings,
  }))
}

/**
 * The provider through which the organization collects, or the one that is named, also when it was switched off:
 * old payments still settle there. Null when there is none, or when its secrets were concealed with another `secret`.
 */
export async function openProvider(
  db: Reader,
  scope: Scope,
  secret: string,
  providers: PaymentProviders,
  key?: string,
): Promise<PaymentProvider | null> {
  if (key !== undefined && !providers.keys.includes(key)) return null
  let query = db
    .selectFrom('payment_accounts')
    .where('org_id', '=', scope.orgId)
    .select(['provider', 'config'])
  query = key === undefined ? query.where('active', '=', true) : query.where('provider', '=', key)
  const row = await query.executeTakeFirst()
  const secrets = row ? revealed(secret, scope, row) : null
  return row && secrets ? providers.open(row.provider, secrets) : null
}

function secretFault(
  { name: field, prefixes, shortest }: NeededSecret,
  secret: string,
): PaymentAccountRefusal | null {
  if (secret === '') return { code: 'secret_missing', field }
  const fits = prefixes.some((prefix) => secret.startsWith(prefix)) && /^[\x21-\x7E]+$/.test(secret)
  if (!fits) return { code: 'secret_of_another_kind', field, prefixes }
  if (secret.length < shortest) return { code: 'secret_too_short', field, shortest }
  return secret.length > LONGEST_SECRET ? { code: 'secret_too_long', field, longest: LONGEST_SECRET } : null
}

async function write(
  tx: Tx,
  scope: Scope,
  secret: string,
  provider: string,
  secrets: Record<string, string>,
): Promise<void> {
  await tx
    .updateTable('payment_accounts')
    .set({ active: false })
    .where('org_id', '=', scope.orgId)
    .where('provider', '<>', provider)
    .execute()
  const endings = Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, value.slice(-4)]))
  const config = toJson({ hidden: conceal(secret, purposeOf(scope, provider), toJson(secrets)), endings })
  const at = await now(tx, scope.orgId)
  await tx
    .insertInto('payment_accounts')
    .values({ org_id: scope.orgId, provider, active: true, config, created_at: at })
    .onConflict((conflict) => conflict.columns(['org_id', 'provider']).doUpdateSet({ active: true, config }))
    .execute()
  await recordSaved(tx, scope, provider, true)
}

async function storedSecrets(
  tx: Tx,
  scope: Scope,
  secret: string,
  provider: string,
): Promise<Record<string, string> | null> {
  const row = await tx
    .selectFrom('payment_accounts')
    .where('org_id', '=', scope.orgId)
    .where('provider', '=', provider)
    .select(['provider', 'config'])
    .executeTakeFirst()
  return row ? revealed(secret, scope, row) : null
}

function revealed(
  secret: string,
  scope: Scope,
  row: { provider: string; config: unknown },
): Record<string, string> | null {
  const { hidden } = storedConfig.parse(row.config)
  const text = reveal(secret, purposeOf(scope, row.provider), hidden)
  return text === null ? null : z.record(z.string(), z.string()).parse(JSON.parse(text))
}

function purposeOf(scope: Scope, provider: string): string {
  return `payment account ${scope.orgId} ${provider}`
}

async function recordSaved(tx: Tx, scope: Scope, provider: string, active: boolean): Promise<void> {
  const at = await now(tx, scope.orgId)
  await insertFact(tx, {
    orgId: scope.orgId,
    kind: 'payment_account.saved',
    at,
    ...authorOf(scope),
    payload: { provider, active },
  })
}
