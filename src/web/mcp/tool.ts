import type { ToolAnnotations } from '@modelcontextprotocol/server'
import type { z } from 'zod'
import type { Outcome } from '#platform/context.ts'
import type { ApiScope } from '#domain/access/api-scopes.ts'
import type { ToolName } from '#messages/mcp.ts'
import type { ApiContext } from '../api/api-env.ts'
import type { Problem } from '../api/problems.ts'

/** What a tool answers: the value for programs and its words for people. */
export interface ToolAnswer<T> {
  value: T
  text: string
}

/** One tool: what it takes and gives, the scope a key needs, and what it does. Its words are in messages/mcp.ts. */
export interface Tool<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodType = z.ZodType> {
  name: ToolName
  scope: ApiScope
  hints: ToolAnnotations
  /** Closed: an unknown member is a mistake. */
  input: Input
  output: Output
  run(c: ApiContext, input: z.output<Input>): Promise<Outcome<ToolAnswer<z.input<Output>>, Problem>>
}

/** Declares a tool; the types of its parts reach its handler. */
export function tool<Input extends z.ZodObject, Output extends z.ZodType>(spec: Tool<Input, Output>): Tool {
  return spec as unknown as Tool
}

/** Only looks. */
export const LOOKS: ToolAnnotations = { readOnlyHint: true, openWorldHint: false }

/** Adds something, and nothing that was there is lost; doing it again adds nothing. */
export const ADDS: ToolAnnotations = {
  readOnlyHint: false,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: true,
}

/** Takes something away that the person may miss; doing it again takes nothing more. */
export const DESTROYS: ToolAnnotations = { ...ADDS, destructiveHint: true }
