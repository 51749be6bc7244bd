import { z } from 'zod'
import { API_SCOPES, type ApiScope } from '#domain/access/api-scopes.ts'
import type { NewApiKey } from '#domain/access/api-keys.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import { choice, line, parseForm, type Typed } from '#platform/forms.ts'
import { newId } from '#platform/ids.ts'
import { seal, unseal } from '#platform/tokens.ts'
import { problemsOf, typedText, valuesOf, type Problems, type Read } from './typed-values.ts'

/** Ways to say what a key may do: two sets that most programs want, or boxes. */
export const PRESETS = ['reading', 'everything', 'chosen'] as const

/** The scopes by noun, in their order: `bookings` has `read` and `write`. */
export const SCOPES_BY_NOUN: ReadonlyMap<string, string[]> = new Map(
  [...Map.groupBy(API_SCOPES, nounOf)].map(([noun, scopes]) => [noun, scopes.map(verbOf)]),
)

/** Every scope that only reads. */
export const READING_SCOPES: readonly ApiScope[] = API_SCOPES.filter((scope) => verbOf(scope) === 'read')

export function nounOf(scope: ApiScope): string {
  return scope.split(':')[0]!
}

export function verbOf(scope: ApiScope): string {
  return scope.split(':')[1]!
}

/** The name of the boxes of one noun. */
export function boxesOf(noun: string): string {
  return `scope-${noun}`
}

const schema = z.object({ name: line(100), memberId: line(36), may: choice(PRESETS) })

/** Reads the form of a new key. Boxes that were ticked count only with "only what is ticked", and say so otherwise. */
export function readApiKey(typed: Typed): Read<NewApiKey> {
  const parsed = parseForm(schema, typed)
  const { scopes, problems: ticks } = readTicks(typed)
  const problems: Problems = { ...problemsOf(parsed), ...ticks }
  const may = typedText(typed, 'may')
  const isTicked = scopes.length > 0 || Object.keys(ticks).length > 0
  if (!problems['may'] && isTicked && may !== 'chosen') problems['may'] = { code: 'scopes_not_chosen' }
  if (!isTicked && may === 'chosen') problems['may'] = { code: 'no_scopes' }
  if (!parsed.ok || Object.keys(problems).length > 0) return { ok: false, problems }
  const { name, memberId } = parsed.value
  const granted = { reading: READING_SCOPES, everything: API_SCOPES, chosen: scopes }[parsed.value.may]
  return { ok: true, value: { name, memberId, scopes: [...granted] } }
}

function readTicks(typed: Typed): { scopes: ApiScope[]; problems: Problems } {
  const scopes: ApiScope[] = []
  const problems: Problems = {}
  for (const [noun, verbs] of SCOPES_BY_NOUN) {
    const ticked = valuesOf(typed, boxesOf(noun))
    if (ticked.some((verb) => !verbs.includes(verb))) problems[boxesOf(noun)] = { code: 'not_a_choice' }
    scopes.push(...API_SCOPES.filter((scope) => nounOf(scope) === noun && ticked.includes(verbOf(scope))))
  }
  return { scopes, problems }
}

const PURPOSE = 'api-key-form'

/** The id that the form's key will have, sealed for whoever opened the form; nothing is stored for it. */
export function newKeyForm(secret: string, scope: MemberScope): string {
  return seal(secret, PURPOSE, `${scope.orgId} ${scope.actor.memberId} ${newId()}`)
}

/** The id a form carried, or null when it was not opened by this member. */
export function openKeyForm(secret: string, scope: MemberScope, sealed: string): string | null {
  const [orgId, memberId, id] = (unseal(secret, PURPOSE, sealed) ?? '').split(' ')
  return orgId === scope.orgId && memberId === scope.actor.memberId && id ? id : null
}
