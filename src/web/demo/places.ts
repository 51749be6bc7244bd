import { paths } from '#paths.ts'
import type { AppDeps } from '../deps.ts'
import type { DemoStateId } from '#messages/demo.ts'
import type { DemoBooking, DemoWorld } from './worlds.ts'

/** Where a state is looked at; `signInAs` names the team member whose login the browser needs for it. */
export interface DemoPlace {
  path: string
  signInAs?: { orgId: string; memberId: string }
}

/** One state of a page, and how the engine brings a fresh booking into it. */
export interface DemoState {
  id: DemoStateId
  make: (deps: AppDeps) => Promise<DemoPlace>
}

export const HOUR_SECONDS = 3600

/** A page that everybody may open who has the address. */
export const place = (path: string): DemoPlace => ({ path })

/** The customer's own page, with what they are about to do. */
export const manage = (demo: DemoBooking, what: string): DemoPlace =>
  place(paths.manage(demo.booked.token, { do: what }))

/** What the customer sees when something was just done. */
export const after = (demo: DemoBooking, what: string, quote?: string): DemoPlace =>
  place(paths.result(demo.booked.token, { done: what, ...(quote === undefined ? {} : { quote }) }))

/** A page of the team's, as one of them sees it; the owner unless told. */
export function staff(world: DemoWorld, path: string, member?: string): DemoPlace {
  const { members, scope } = world.business
  const memberId = member === undefined ? Object.values(members)[0]! : members[member]!
  return { path, signInAs: { orgId: scope.orgId, memberId } }
}
