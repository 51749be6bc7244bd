import { expressionBuilder, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { DB } from '../../../db/schema.ts'

/** An address that a program listens at; no `kinds` means that it wants every event. */
export interface Program {
  id: string
  url: string
  kinds: string[]
}

/** Inside a query: the programs that listen in the organization an expression names. */
export function programsOf(orgId: 'b.org_id' | 'p.org_id') {
  return jsonArrayFrom(
    expressionBuilder<DB, never>()
      .selectFrom('webhook_endpoints as we')
      .where(sql<boolean>`we.org_id = ${sql.ref(orgId)}`)
      .where('we.state', '=', 'active')
      .select(['we.id', 'we.url', 'we.kinds'])
      .orderBy('we.id'),
  )
}
