import { Client, StreamableHTTPClientTransport, type CallToolResult } from '@modelcontextprotocol/client'
import { openHttpServer } from '#platform/http-server.ts'
import { createLog } from '#platform/log.ts'
import { paths } from '#paths.ts'
import type { World } from '../../../test/world.ts'
import { createApp } from '../app.ts'

/** The product on an address of its own, for programs that connect as they do outside. */
export interface McpServer {
  origin: string
  /** What it logged as an error. */
  errors: string[]
  /** A program with this key, connected in the newest way of shaking hands unless an older one is asked for. */
  connect(key: string, mode?: 'auto' | 'legacy'): Promise<McpProgram>
  close(): Promise<void>
}

/** A connected program. Close it when the test is over. */
export interface McpProgram {
  client: Client
  /** Names of the tools it is offered. */
  tools(): Promise<string[]>
  call(tool: string, input?: Record<string, unknown>): Promise<McpAnswer>
  close(): Promise<void>
}

export interface McpAnswer {
  isError: boolean
  text: string
  /** What JSON.parse could give; tests look into it and say themselves what they expect. */
  value: ReturnType<typeof JSON.parse>
}

/** Serves this world over HTTP on a free port. */
export async function serveMcp(world: World, more: Partial<World['config']> = {}): Promise<McpServer> {
  const errors: string[] = []
  const server = await openHttpServer('127.0.0.1', 0)
  const origin = `http://127.0.0.1:${server.port}`
  const log = createLog('error', { json: true, write: (line) => void errors.push(line) })
  const app = createApp({
    config: { ...world.config, ...more, publicUrl: origin },
    context: world.context,
    log,
  })
  server.answerWith((request, env) => app.fetch(request, env))
  return {
    origin,
    errors,
    connect: (key, mode = 'auto') => connect(`${origin}${paths.mcp()}`, key, mode),
    close: () => server.close(2000),
  }
}

async function connect(address: string, key: string, mode: 'auto' | 'legacy'): Promise<McpProgram> {
  const client = new Client({ name: 'A program', version: '1' }, { versionNegotiation: { mode } })
  await client.connect(
    new StreamableHTTPClientTransport(new URL(address), {
      requestInit: { headers: { authorization: `Bearer ${key}` } },
    }),
  )
  // From now on the client holds every answer against the schema that the tool was listed with.
  await client.listTools()
  return {
    client,
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, input = {}) =>
      answerOf((await client.callTool({ name, arguments: input })) as CallToolResult),
    close: () => client.close(),
  }
}

function answerOf({ isError, content, structuredContent }: CallToolResult): McpAnswer {
  const text = content.map((block) => ('text' in block ? block.text : '')).join('\n')
  return { isError: isError === true, text, value: structuredContent }
}
