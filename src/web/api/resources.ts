import { z } from '@hono/zod-openapi'
import { done } from '#platform/context.ts'
import { showId } from '#platform/public-ids.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { browseResources } from '#domain/team/browse-team.ts'
import type { TimeOwner } from '#domain/team/find-owner.ts'
import { addResource } from '#domain/team/members.ts'
import { idOf } from './ids.ts'
import { pageFrom, pagingById, stretchOf } from './list-pages.ts'
import { operation } from './operation.ts'
import { pageOf, zone } from './schemas.ts'
import { forbidden } from './set-up-problems.ts'
import { line, zoneIn } from './text-schemas.ts'

const tag = 'Team'

const resourceSchema = z
  .strictObject({ id: idOf('resource'), name: z.string(), zone, active: z.boolean() })
  .openapi('Resource', {
    description: 'A room, device or vehicle. It takes up its time exactly as a host does.',
  })

export const listResourcesOperation = operation({
  method: 'get',
  path: '/v1/resources',
  id: 'listResources',
  tag,
  summary: 'List rooms, devices and vehicles',
  scope: 'team:read',
  query: z.strictObject(pagingById),
  answer: { status: 200, schema: pageOf(resourceSchema, 'ResourcePage'), description: 'The resources.' },
  async handle(c, { query }) {
    const found = await browseResources(c.var.deps.context.reader, c.var.scope, stretchOf(query))
    return done({ value: pageFrom(found, query.limit, (resource) => resource.id, showResource) })
  },
})

export const addResourceOperation = operation({
  method: 'post',
  path: '/v1/resources',
  id: 'createResource',
  tag,
  summary: 'Add a room, device or vehicle',
  description: 'It has no hours yet: set them next, or it can never be booked.',
  scope: 'team:write',
  body: z
    .strictObject({
      name: line(200),
      zone: zoneIn().optional().openapi({ description: "The organization's zone where none is sent." }),
    })
    .openapi('NewResource'),
  answer: { status: 201, schema: resourceSchema, description: 'The new resource.' },
  async handle(c, { body }) {
    const refused = forbidden(c, 'team.edit')
    if (refused) return refused
    const { context } = c.var.deps
    const wanted = { ...body, zone: body.zone ?? (await loadSettings(context.reader, c.var.scope)).zone }
    const { resourceId } = await addResource(context, c.var.scope, wanted)
    return done({ value: showResource({ id: resourceId, ...wanted, active: true }) })
  },
})

function showResource({ id, name, zone: own, active }: Omit<TimeOwner, 'kind'>) {
  return { id: showId('resource', id), name, zone: own, active }
}
