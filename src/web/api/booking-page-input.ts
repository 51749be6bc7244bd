import { done, refuse, type Outcome } from '#platform/context.ts'
import type { Reader } from '#platform/db.ts'
import { readId } from '#platform/public-ids.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import type { StoredPage } from '#domain/event-types/browse-booking-pages.ts'
import { knownEventTypes } from '#domain/event-types/browse-event-types.ts'
import type { PageInput, PageRefusal } from '#domain/event-types/save-page.ts'
import { findPolicy } from '#domain/policies/browse-policies.ts'
import { findOwners } from '#domain/team/find-owner.ts'
import type { SentPage } from './booking-page-schema.ts'
import type { Problem } from './problems.ts'
import { sent } from './sent.ts'
import { missing, wrong } from './set-up-problems.ts'

/** What was sent of a booking page, once every id in it names something of the organization. */
export async function readPageInput(
  db: Reader,
  scope: MemberScope,
  body: SentPage,
  stored: StoredPage | null,
): Promise<Outcome<Partial<PageInput>, Problem>> {
  const problem =
    (await memberProblem(db, scope, body, stored)) ??
    (await eventTypeProblem(db, scope, body)) ??
    (body.policy && !(await findPolicy(db, scope, readId(body.policy))) ? missing('/policy') : null)
  if (problem) return refuse(problem)
  return done(
    sent({
      title: body.title,
      slug: body.slug,
      intro: body.intro,
      active: body.active,
      ownerMemberId: body.owner && readId(body.owner),
      stakeholderIds: body.stakeholders?.map(readId),
      policyId: body.policy && readId(body.policy),
      eventTypeIds: body.event_types?.map(readId),
    }),
  )
}

/** A refusal of the use case as a problem. */
export function problemOfPage(refusal: PageRefusal): Problem {
  switch (refusal.code) {
    case 'slug_taken':
      return { code: 'already_exists', field: '/slug' }
    case 'unknown_page':
      return missing('path:booking_page')
    case 'unknown_owner':
      return missing('/owner')
    case 'unknown_event_type':
      return missing('/event_types')
    case 'unknown_policy':
      return missing('/policy')
  }
}

// Who is switched off may only stay where they are already, exactly as in the form.
async function memberProblem(
  db: Reader,
  scope: MemberScope,
  body: SentPage,
  stored: StoredPage | null,
): Promise<Problem | null> {
  const named = [
    ...(body.owner === undefined ? [] : [{ field: '/owner', id: readId(body.owner) }]),
    ...(body.stakeholders ?? []).map((id, place) => ({ field: `/stakeholders/${place}`, id: readId(id) })),
  ]
  const owners = await findOwners(
    db,
    scope,
    named.map(({ id }) => id),
  )
  const kept = new Set([stored?.ownerMemberId, ...(stored?.stakeholderIds ?? [])])
  for (const { field, id } of named) {
    const member = owners.get(id)
    if (member?.kind !== 'member') return missing(field)
    if (!member.active && !kept.has(id)) return wrong(field, 'switched_off')
  }
  return null
}

async function eventTypeProblem(db: Reader, scope: MemberScope, body: SentPage): Promise<Problem | null> {
  const ids = (body.event_types ?? []).map(readId)
  const known = await knownEventTypes(db, scope, ids)
  const unknown = ids.findIndex((id) => !known.has(id))
  return unknown < 0 ? null : missing(`/event_types/${unknown}`)
}
