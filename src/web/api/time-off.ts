import { z } from '@hono/zod-openapi'
import { done, refuse } from '#platform/context.ts'
import { readId, showId } from '#platform/public-ids.ts'
import { isWholeMinute } from '#platform/zones.ts'
import { browseTimeOff, findTimeOff, type TimeOff } from '#domain/team/browse-hours.ts'
import { addTimeOff, removeTimeOff } from '#domain/team/hours.ts'
import { idOf } from './ids.ts'
import { pageFrom, pagingById, stretchOf } from './list-pages.ts'
import { operation, type Operation } from './operation.ts'
import { openOwner, ownerParams, OWNERS, type OwnerKind } from './owner-of.ts'
import { instant, instantIn, pageOf } from './schemas.ts'
import { missing, wrong } from './set-up-problems.ts'
import { optionalLine } from './text-schemas.ts'

const timeOffSchema = z
  .strictObject({
    id: idOf('timeOff'),
    from: instant,
    to: instant,
    label: z.string().openapi({ description: 'What it is, for the team only; may be empty.' }),
  })
  .openapi('TimeOff')

const timeOffPageSchema = pageOf(timeOffSchema, 'TimeOffPage')

/** A minute in the years 2000 to 2199: bookings start on whole minutes, and nobody plans farther. */
const minuteIn = instantIn.refine(isPlannable, 'is no whole minute of the years 2000 to 2199')

const newTimeOffSchema = z
  .strictObject({ from: minuteIn, to: minuteIn, label: optionalLine(200).default('') })
  .openapi('NewTimeOff')

/** Time off of one member or resource: list, add, give back. */
export function timeOffOperations(kind: OwnerKind): Operation[] {
  return [listOperation(kind), addOperation(kind), removeOperation(kind)]
}

function listOperation(kind: OwnerKind): Operation {
  const { path, name, whose } = OWNERS[kind]
  return operation({
    method: 'get',
    path: `${path}/time-off`,
    id: `list${name}TimeOff`,
    tag: 'Team',
    summary: `List the time off of ${whose}`,
    description: 'Past and future, in the order in which it was entered.',
    scope: 'team:read',
    params: ownerParams(kind),
    query: z.strictObject(pagingById),
    answer: { status: 200, schema: timeOffPageSchema, description: 'The time off.' },
    async handle(c, { params, query }) {
      const owner = await openOwner(c, kind, params, 'read')
      if (!owner.ok) return owner
      const { reader } = c.var.deps.context
      const found = await browseTimeOff(reader, c.var.scope, owner.value.id, stretchOf(query))
      return done({ value: pageFrom(found, query.limit, (entry) => entry.id, showTimeOff) })
    },
  })
}

function addOperation(kind: OwnerKind): Operation {
  const { path, name, whose } = OWNERS[kind]
  return operation({
    method: 'post',
    path: `${path}/time-off`,
    id: `create${name}TimeOff`,
    tag: 'Team',
    summary: `Add time off of ${whose}`,
    description: 'From then on nobody can book this time. Bookings that were made stay.',
    scope: 'team:write',
    params: ownerParams(kind),
    body: newTimeOffSchema,
    answer: { status: 201, schema: timeOffSchema, description: 'The new time off.' },
    async handle(c, { params, body }) {
      const owner = await openOwner(c, kind, params, 'change')
      if (!owner.ok) return owner
      const wanted = {
        from: Temporal.Instant.from(body.from),
        to: Temporal.Instant.from(body.to),
        label: body.label,
      }
      const added = await addTimeOff(c.var.deps.context, c.var.scope, owner.value.id, wanted)
      if (added.ok) return done({ value: showTimeOff({ id: added.value.timeOffId, ...wanted }) })
      const isGone = added.refusal.code === 'unknown_owner'
      return refuse(isGone ? missing(`path:${kind}`) : wrong('/to', 'ends_before_it_starts'))
    },
  })
}

function removeOperation(kind: OwnerKind): Operation {
  const { path, name, whose } = OWNERS[kind]
  return operation({
    method: 'delete',
    path: `${path}/time-off/{time_off}`,
    id: `remove${name}TimeOff`,
    tag: 'Team',
    summary: `Give time off of ${whose} back`,
    scope: 'team:write',
    params: ownerParams(kind, { time_off: idOf('timeOff') }),
    answer: { status: 200, schema: timeOffSchema, description: 'The time off that was given back.' },
    async handle(c, { params }) {
      const owner = await openOwner(c, kind, params, 'change')
      if (!owner.ok) return owner
      const { context } = c.var.deps
      const id = readId(params['time_off']!)
      const timeOff = await findTimeOff(context.db, c.var.scope, owner.value.id, id)
      const removed = timeOff && (await removeTimeOff(context, c.var.scope, owner.value.id, id))
      return removed ? done({ value: showTimeOff(timeOff) }) : refuse(missing('path:time_off'))
    },
  })
}

function showTimeOff({ id, from, to, label }: TimeOff): z.input<typeof timeOffSchema> {
  return { id: showId('timeOff', id), from: from.toString(), to: to.toString(), label }
}

function isPlannable(text: string): boolean {
  try {
    const wanted = Temporal.Instant.from(text)
    const { year } = wanted.toZonedDateTimeISO('UTC')
    return year >= 2000 && year < 2200 && isWholeMinute(wanted)
  } catch {
    // Text that is no instant has been named already.
    return true
  }
}
