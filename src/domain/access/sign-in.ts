import { databaseNow } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import type { Reader } from '#platform/db.ts'
import { passwordMatches } from '#platform/passwords.ts'
import { hashToken, newToken, seal, unseal } from '#platform/tokens.ts'
import { hit } from './rate-limit.ts'

export const LOGIN_DAYS = 14

const WINDOW_SECONDS = 15 * 60
/** Wrong passwords are typed by people in handfuls; machines need thousands. */
const TRIES_PER_EMAIL = 10
/** A whole office may share one address. */
const TRIES_PER_SOURCE = 100
/** How long somebody may think about which of their organizations to open. */
const CHOICE_MINUTES = 10

/** An organization a person works in. */
export interface Membership {
  orgId: string
  memberId: string
  organization: string
}

/** The cookie of a new login, or the organizations to choose from and the proof to send back with the choice. */
export type SignedIn =
  | { kind: 'login'; token: string }
  | { kind: 'choose'; memberships: Membership[]; proof: string }

export type SignInRefusal =
  | { code: 'wrong' }
  | { code: 'too_many'; waitMinutes: number }
  | { code: 'choose_again' }

/**
 * Checks e-mail and password. An unknown address, a person without a password and a wrong password get the same
 * answer after the same work, so nobody learns who has an account. `source` is where the request came from; both
 * it and the address are limited. `former` is the login this browser had: it ends, so that no token from before
 * the sign-in is good for anything after it.
 */
export async function signIn(
  context: Context,
  attempt: { email: string; password: string; source: string; former: string | null },
): Promise<Outcome<SignedIn, SignInRefusal>> {
  const now = await databaseNow(context.db)
  const email = attempt.email.toLowerCase()
  const bySource = await hit(
    context.db,
    `sign-in:source:${attempt.source}`,
    TRIES_PER_SOURCE,
    WINDOW_SECONDS,
    now,
  )
  const byEmail = await hit(context.db, `sign-in:email:${email}`, TRIES_PER_EMAIL, WINDOW_SECONDS, now)
  if (!bySource || !byEmail) return refuse({ code: 'too_many', waitMinutes: WINDOW_SECONDS / 60 })
  const person = await context.db
    .selectFrom('people')
    .where('email', '=', email)
    .select(['id', 'password_hash'])
    .executeTakeFirst()
  const matches = await passwordMatches(attempt.password, person?.password_hash ?? null)
  if (!person || !matches) return refuse({ code: 'wrong' })
  const memberships = await membershipsOf(context.db, person.id)
  if (memberships.length === 0) return refuse({ code: 'wrong' })
  if (memberships.length > 1)
    return done({ kind: 'choose', memberships, proof: proofOf(context.secret, person.id, now) })
  return done({
    kind: 'login',
    token: await openLogin(context, person.id, memberships[0]!, now, attempt.former),
  })
}

/** The second step of somebody who works in several organizations: `proof` says that the password was right. */
export async function chooseOrganization(
  context: Context,
  choice: { proof: string; orgId: string; former: string | null },
): Promise<Outcome<{ token: string }, SignInRefusal>> {
  const now = await databaseNow(context.db)
  const personId = personOf(context.secret, choice.proof, now)
  if (!personId) return refuse({ code: 'choose_again' })
  const membership = (await membershipsOf(context.db, personId)).find((entry) => entry.orgId === choice.orgId)
  if (!membership) return refuse({ code: 'choose_again' })
  return done({ token: await openLogin(context, personId, membership, now, choice.former) })
}

/** The organizations in which a person is an active member; the first one joined comes first. */
export async function membershipsOf(db: Reader, personId: string): Promise<Membership[]> {
  return db
    .selectFrom('team_members as m')
    .innerJoin('time_owners as o', (join) =>
      join.onRef('o.org_id', '=', 'm.org_id').onRef('o.id', '=', 'm.id'),
    )
    .innerJoin('organizations as org', 'org.id', 'm.org_id')
    .where('m.person_id', '=', personId)
    .where('o.active', '=', true)
    .select(['m.org_id as orgId', 'm.id as memberId', 'org.name as organization'])
    .orderBy('m.id')
    .execute()
}

/** A login without a password, for the demonstration's ready-made pages and for tests; null for a stranger. */
export async function openLoginOf(context: Context, orgId: string, memberId: string): Promise<string | null> {
  const member = await context.db
    .selectFrom('team_members')
    .where('org_id', '=', orgId)
    .where('id', '=', memberId)
    .select('person_id')
    .executeTakeFirst()
  if (!member) return null
  const membership = { orgId, memberId, organization: '' }
  return openLogin(context, member.person_id, membership, await databaseNow(context.db), null)
}

async function openLogin(
  context: Context,
  personId: string,
  membership: Membership,
  now: Temporal.Instant,
  former: string | null,
): Promise<string> {
  const token = newToken()
  await context.db
    .deleteFrom('logins')
    .where((eb) =>
      eb.or([
        eb('expires_at', '<=', now).and('person_id', '=', personId),
        ...(former ? [eb('token_hash', '=', hashToken(former))] : []),
      ]),
    )
    .execute()
  await context.db
    .insertInto('logins')
    .values({
      token_hash: hashToken(token),
      person_id: personId,
      org_id: membership.orgId,
      member_id: membership.memberId,
      created_at: now,
      expires_at: now.add({ hours: 24 * LOGIN_DAYS }),
    })
    .execute()
  return token
}

function proofOf(secret: string, personId: string, now: Temporal.Instant): string {
  return seal(secret, 'sign-in-choice', `${personId} ${now.add({ minutes: CHOICE_MINUTES }).toString()}`)
}

function personOf(secret: string, proof: string, now: Temporal.Instant): string | null {
  const [personId, until] = unseal(secret, 'sign-in-choice', proof)?.split(' ') ?? []
  if (!personId || !until) return null
  return Temporal.Instant.compare(now, Temporal.Instant.from(until)) < 0 ? personId : null
}
