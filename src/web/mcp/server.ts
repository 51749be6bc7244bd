import {
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type CallToolResult,
  type Tool as ListedTool,
} from '@modelcontextprotocol/server'
import { z } from 'zod'
import { mcpInstructions, toolWords, unknownTool } from '#messages/mcp.ts'
import { refusalText } from '#messages/mcp-answers.ts'
import { fieldErrors } from '../api/field-errors.ts'
import type { ApiContext } from '../api/api-env.ts'
import { problemBody, type Problem } from '../api/problems.ts'
import { crashLog, isUnreachable } from '../error-pages.tsx'
import type { Tool } from './tool.ts'
import { TOOLS } from './tools.ts'

/** The tools as one key may use them, for one request. */
export function serverFor(c: ApiContext): Server {
  const { version } = c.var.deps.config
  const server = new Server(
    { name: 'kept', title: 'Kept', version },
    { capabilities: { tools: {} }, instructions: mcpInstructions },
  )
  server.setRequestHandler('tools/list', () => ({
    tools: TOOLS.filter((tool) => c.var.scopes.has(tool.scope)).map(listed),
  }))
  server.setRequestHandler('tools/call', ({ params }) => call(c, params.name, params.arguments ?? {}))
  return server
}

async function call(c: ApiContext, name: string, sent: unknown): Promise<CallToolResult> {
  const tool = TOOLS.find((entry) => entry.name === name)
  if (!tool) throw new ProtocolError(ProtocolErrorCode.InvalidParams, unknownTool(name))
  const { scope } = tool
  if (!c.var.scopes.has(scope)) return refused(c, { code: 'scope_missing', more: { scope } })
  const read = tool.input.safeParse(sent)
  if (!read.success) return refused(c, { code: 'invalid_request', errors: fieldErrors('json', read.error) })
  try {
    const outcome = await tool.run(c, read.data)
    if (!outcome.ok) return refused(c, outcome.refusal)
    const { value, text } = outcome.value
    return { content: [{ type: 'text', text }], structuredContent: value as Record<string, unknown> }
  } catch (error) {
    crashLog(error as Error, c)
    return refused(c, { code: isUnreachable(error as Error) ? 'unavailable' : 'internal_error' })
  }
}

/** A refusal as the REST API gives it, as the error of a tool. Whatever names a field names a member of the input. */
function refused(c: ApiContext, problem: Problem): CallToolResult {
  const { field, errors } = problem
  const body = problemBody(c, {
    ...problem,
    ...(field === undefined ? {} : { field: memberOf(field) }),
    ...(errors === undefined
      ? {}
      : { errors: errors.map((error) => ({ ...error, field: memberOf(error.field) })) }),
  })
  return { isError: true, content: [{ type: 'text', text: refusalText(body) }], structuredContent: body }
}

function memberOf(field: string): string {
  return field.replace(/^(path|query):/, '/')
}

const listedTools = new Map<Tool, ListedTool>()

/** The tool as programs see it, made once. */
function listed(tool: Tool): ListedTool {
  const known = listedTools.get(tool)
  if (known) return known
  const { title, description } = toolWords[tool.name]
  const made: ListedTool = {
    name: tool.name,
    title,
    description,
    inputSchema: schemaOf(tool.input, 'input') as ListedTool['inputSchema'],
    outputSchema: schemaOf(tool.output, 'output') as ListedTool['outputSchema'],
    annotations: { title, ...tool.hints },
  }
  listedTools.set(tool, made)
  return made
}

/** JSON Schema without what only makes it long: `format` says what a date is, and money never comes near the bounds. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io,
    override({ jsonSchema }) {
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
    },
  })
  return json
}
