import { refuse } from '#platform/context.ts'
import type { Permission } from '#domain/access/permissions.ts'
import { may } from '#domain/access/scope.ts'
import { setUpFaultText, type SetUpFault } from '#messages/api-set-up.ts'
import type { ApiContext } from './api-env.ts'
import type { Problem } from './problems.ts'

/** A field of the body that says something the rules do not take; `field` is a JSON pointer. */
export function wrong(field: string, code: SetUpFault): Problem {
  return { code: 'invalid_request', field, errors: [{ field, code, detail: setUpFaultText(code) }] }
}

/** An id that names nothing of this organization: `path:member` in the address, `/policy` in the body. */
export function missing(field: string): Problem {
  return { code: 'not_found', field }
}

/** The refusal for a member whose role does not allow this, or null. */
export function forbidden(c: ApiContext, permission: Permission) {
  return may(c.var.scope, permission) ? null : refuse<Problem>({ code: 'not_permitted' })
}
