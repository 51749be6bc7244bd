import { z } from 'zod'
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '#domain/access/password-reset.ts'
import type { Permission } from '#domain/access/permissions.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import type { RoleEntry } from '#domain/team/load-member.ts'
import type { MemberChange, NewMember, TeamEntry } from '#domain/team/members.ts'
import {
  cleanText,
  email,
  line,
  optionalLine,
  parseForm,
  problem,
  type FieldError,
  type Typed,
} from '#platform/forms.ts'
import { zoneField } from './organization-form.ts'
import { minorDigits, minorOfTyped, typedOfMinor } from './typed-money.ts'
import { isTicked, lineOf, problemsOf, ticked, typedText, type Problems, type Read } from './typed-values.ts'

/** The roles that hold nothing the member does not hold: only those may be given. */
export function grantableRoles(roles: RoleEntry[], scope: MemberScope): RoleEntry[] {
  const holds = (permission: Permission) => scope.actor.permissions.has(permission)
  return roles.filter((role) => role.permissions.every(holds))
}

/** A new password as it was typed, cleaned as the sign-in form will clean it. */
export function typedPassword(typed: Typed): string {
  return cleanText(typedText(typed, 'password'))
}

/** What is wrong with a new password, or null. */
export function passwordProblem(
  password: string,
): FieldError | { code: 'too_short'; shortest: number } | null {
  if (password === '') return { code: 'required' }
  if (password.length < SHORTEST_PASSWORD) return { code: 'too_short', shortest: SHORTEST_PASSWORD }
  return password.length > LONGEST_PASSWORD ? { code: 'too_long', longest: LONGEST_PASSWORD } : null
}

const common = { name: line(200), title: optionalLine(200), zone: zoneField() }

function schemaFor(roles: RoleEntry[]) {
  const isOffered = (key: string) => roles.some((role) => role.key === key)
  return z.object({ ...common, roleKey: line(100).refine(isOffered, problem({ code: 'not_a_choice' })) })
}

export function readNewMember(typed: Typed, roles: RoleEntry[]): Read<NewMember> {
  const parsed = parseForm(schemaFor(roles).extend({ email: email() }), typed)
  const password = typedPassword(typed)
  const wrong = password === '' ? null : passwordProblem(password)
  const problems: Problems = { ...problemsOf(parsed), ...(wrong ? { password: wrong } : {}) }
  if (!parsed.ok || wrong) return { ok: false, problems }
  return { ok: true, value: { ...parsed.value, password: password || null } }
}

/** Reads the form of a member; the refund limit is typed in the organization's currency. */
export function readMember(typed: Typed, roles: RoleEntry[], currency: string): Read<MemberChange> {
  const parsed = parseForm(schemaFor(roles), typed)
  const limit = lineOf(typed, 'refundLimit')
  const refundLimitMinor = limit === '' ? null : minorOfTyped(limit, currency)
  const wrong = limit !== '' && refundLimitMinor === null
  const problems: Problems = {
    ...problemsOf(parsed),
    ...(wrong ? { refundLimit: { code: 'not_an_amount', digits: minorDigits(currency) } } : {}),
  }
  if (!parsed.ok || wrong) return { ok: false, problems }
  // A form without the box says nothing about the limit; an empty box says that there is none.
  const boxed = 'refundLimit' in typed ? { refundLimitMinor } : {}
  return { ok: true, value: { ...parsed.value, active: isTicked(typed, 'active'), ...boxed } }
}

export function typedMember(member: TeamEntry, currency: string): Typed {
  return {
    name: member.name,
    title: member.title,
    zone: member.zone,
    roleKey: member.roleKey,
    active: ticked(member.active),
    refundLimit: member.refundLimitMinor === null ? '' : typedOfMinor(member.refundLimitMinor, currency),
  }
}
