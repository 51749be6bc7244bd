import type { MiddlewareHandler } from 'hono'
import { requirePermission } from '../gate.ts'
import type { StaffEnv } from '../staff-env.ts'

/** Own hours need `hours.edit.own`; those of anybody and anything else need `team.edit`. */
export function requireHours(): MiddlewareHandler<StaffEnv> {
  const own = requirePermission('hours.edit.own')
  const others = requirePermission('team.edit')
  return (c, next) => (c.req.param('owner') === c.var.scope.actor.memberId ? own(c, next) : others(c, next))
}
