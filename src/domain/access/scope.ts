import { sql } from 'kysely'
import { builtOnce, type Reader } from '#platform/db.ts'
import { hashToken } from '#platform/tokens.ts'
import { databaseNow, databaseTime } from '#platform/clock.ts'
import type { Channel, FactActor } from '#domain/facts/fact.ts'
import type { Permission } from './permissions.ts'

declare const minted: unique symbol

/** Somebody who acts. */
export type Actor =
  | { kind: 'customer'; bookingId: string }
  | { kind: 'guest'; bookingId: string; guestId: string }
  | { kind: 'member'; memberId: string; name: string; permissions: ReadonlySet<Permission> }
  | { kind: 'system' }

/**
 * Who acts, in which organization. Every read and every use case takes one, and only this file can make one:
 * a row is never reached by its id alone.
 */
export interface Scope<A extends Actor = Actor> {
  readonly orgId: string
  readonly actor: A
  /** The API key through which they act, or null for somebody at a page. */
  readonly apiKeyId: string | null
  readonly [minted]: true
}

export type MemberScope = Scope<Extract<Actor, { kind: 'member' }>>
export type CustomerScope = Scope<Extract<Actor, { kind: 'customer' }>>
export type GuestScope = Scope<Extract<Actor, { kind: 'guest' }>>
export type LinkScope = Scope<Extract<Actor, { kind: 'customer' | 'guest' }>>
export type SystemScope = Scope<Extract<Actor, { kind: 'system' }>>

/** The scope of the worker, the seed and public pages: everything of one organization, nothing of another. */
export function systemScope(orgId: string): SystemScope {
  return mint(orgId, { kind: 'system' })
}

/** Whoever holds a working link to one booking, or null. The audience is `customer` or `guest:<id>`. */
export async function scopeOfLink(db: Reader, token: string): Promise<LinkScope | null> {
  const [link] = await linkByToken(db, hashToken(token))
  if (!link) return null
  if (link.audience === 'customer') return mint(link.org_id, { kind: 'customer', bookingId: link.booking_id })
  const guestId = link.audience.replace('guest:', '')
  return mint(link.org_id, { kind: 'guest', bookingId: link.booking_id, guestId })
}

const linkByToken = builtOnce((db: Reader, tokenHash: Buffer) =>
  db
    .selectFrom('link_index as i')
    .innerJoin('booking_links as l', (join) =>
      join.onRef('l.org_id', '=', 'i.org_id').onRef('l.token_hash', '=', 'i.token_hash'),
    )
    .where('i.token_hash', '=', tokenHash)
    .where('l.revoked_at', 'is', null)
    .select(['l.org_id', 'l.booking_id', 'l.audience']),
)

/** Whoever holds a login cookie, or null when it ran out or the member was switched off. */
export async function scopeOfLogin(db: Reader, token: string): Promise<MemberScope | null> {
  const login = await db
    .selectFrom('logins as l')
    .innerJoin('team_members as m', (join) =>
      join.onRef('m.org_id', '=', 'l.org_id').onRef('m.id', '=', 'l.member_id'),
    )
    .innerJoin('time_owners as o', (join) =>
      join.onRef('o.org_id', '=', 'm.org_id').onRef('o.id', '=', 'm.id'),
    )
    .innerJoin('roles as r', (join) =>
      join.onRef('r.org_id', '=', 'm.org_id').onRef('r.id', '=', 'm.role_id'),
    )
    .where('l.token_hash', '=', hashToken(token))
    .where('l.expires_at', '>', await databaseNow(db))
    .where('o.active', '=', true)
    .select(['l.org_id', 'm.id', 'o.name', 'r.permissions'])
    .executeTakeFirst()
  if (!login) return null
  const permissions = new Set(login.permissions as Permission[])
  return mint(login.org_id, { kind: 'member', memberId: login.id, name: login.name, permissions })
}

/** What an API key opens: the member it acts for, within its scopes, and how often it was used in this window. */
export interface OpenedKey {
  scope: MemberScope
  scopes: string[]
  requests: number
  /** Seconds until the window ends and counting begins anew. */
  secondsLeft: number
}

/** Whoever presents an API key, or null when it was revoked or its member switched off. Counts the request. */
export async function scopeOfKey(db: Reader, key: string, windowSeconds: number): Promise<OpenedKey | null> {
  const { rows } = await sql<KeyRow>`
    select * from open_api_key(${hashToken(key)}, ${databaseTime}, ${windowSeconds})`.execute(db)
  const [row] = rows
  if (!row) return null
  const permissions = new Set(row.permissions as Permission[])
  const actor = { kind: 'member', memberId: row.member_id, name: row.member_name, permissions } as const
  return {
    scope: mint(row.org_id, actor, row.id),
    scopes: row.scopes,
    requests: row.requests,
    secondsLeft: row.seconds_left,
  }
}

interface KeyRow {
  org_id: string
  id: string
  scopes: string[]
  member_id: string
  member_name: string
  permissions: string[]
  requests: number
  seconds_left: number
}

/** The customer of one booking, for whom a program acts: bound by the policy as they are themselves. */
export function customerThrough(scope: MemberScope, bookingId: string): CustomerScope {
  return mint(scope.orgId, { kind: 'customer', bookingId }, scope.apiKeyId)
}

/** The customer who started a payment, when the provider says that it arrived: their change is made in their name. */
export function customerWhoPaid(orgId: string, bookingId: string, apiKeyId: string | null): CustomerScope {
  return mint(orgId, { kind: 'customer', bookingId }, apiKeyId)
}

/** The customer of a booking who waits for an earlier time: what is offered to them is asked and held in their name. */
export function customerWhoWaits(orgId: string, bookingId: string): CustomerScope {
  return mint(orgId, { kind: 'customer', bookingId })
}

/** A visitor of the booking pages for whom a program acts. */
export function visitorThrough(scope: MemberScope): SystemScope {
  return mint(scope.orgId, { kind: 'system' }, scope.apiKeyId)
}

/** A member acting without a browser: the seed and tests. Null when there is no such member. */
export async function scopeOfMember(
  db: Reader,
  orgId: string,
  memberId: string,
): Promise<MemberScope | null> {
  const member = await db
    .selectFrom('team_members as m')
    .innerJoin('time_owners as o', (join) =>
      join.onRef('o.org_id', '=', 'm.org_id').onRef('o.id', '=', 'm.id'),
    )
    .innerJoin('roles as r', (join) =>
      join.onRef('r.org_id', '=', 'm.org_id').onRef('r.id', '=', 'm.role_id'),
    )
    .where('m.org_id', '=', orgId)
    .where('m.id', '=', memberId)
    .where('o.active', '=', true)
    .select(['m.id', 'o.name', 'r.permissions'])
    .executeTakeFirst()
  if (!member) return null
  return mint(orgId, {
    kind: 'member',
    memberId: member.id,
    name: member.name,
    permissions: new Set(member.permissions as Permission[]),
  })
}

/** True when a member may do this at all; whether a booking is their own is a separate question. */
export function may(scope: MemberScope, permission: Permission): boolean {
  return scope.actor.permissions.has(permission)
}

/** The actor as facts record it. */
export function actorOf({ actor, apiKeyId }: Scope): FactActor {
  if (actor.kind === 'member') return { kind: 'member', id: actor.memberId, apiKeyId }
  if (actor.kind === 'guest') return { kind: 'guest', id: actor.guestId, apiKeyId }
  return { kind: actor.kind, id: null, apiKeyId }
}

/** Who did something to the organization itself, and which way: a program's way is the API, everybody else's a staff page. */
export function authorOf(scope: Scope): { actor: FactActor; channel: Channel } {
  return { actor: actorOf(scope), channel: scope.apiKeyId ? 'api' : 'staff_page' }
}

function mint<A extends Actor>(orgId: string, actor: A, apiKeyId: string | null = null): Scope<A> {
  return Object.freeze({ orgId, actor, apiKeyId }) as Scope<A>
}
