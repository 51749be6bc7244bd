import { systemScope } from '#domain/access/scope.ts'
import { moveClock } from '#domain/organizations/settings.ts'
import type { Stage } from './test-app.ts'

/** Lets time pass in the business of the state that was made last; two seconds make a form old enough to be sent. */
export async function letTimePass(stage: Pick<Stage, 'app'>, seconds = 2): Promise<void> {
  const { context } = stage.app.deps
  const { id } = await context.db
    .selectFrom('organizations')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  await moveClock(context, systemScope(id), seconds)
}
