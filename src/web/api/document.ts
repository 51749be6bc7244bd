import type { OpenAPIHono } from '@hono/zod-openapi'
import { guide } from '#messages/api-guide.ts'
import type { ApiEnv } from './operation.ts'

/** The OpenAPI document, the same for every installation but for its server. */
export function apiDocument(api: OpenAPIHono<ApiEnv>) {
  api.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'A key of your organization, made by a team member under Settings, API keys.',
  })
  return api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Kept',
      version: '1',
      description: guide,
      license: { name: 'Apache-2.0' },
    },
  })
}
