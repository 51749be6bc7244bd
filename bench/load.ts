import { spawn } from 'node:child_process'
import { Agent, request } from 'node:http'

/** One request of a load: a form that is posted, or a page that is read. */
export interface Shot {
  path: string
  form?: Record<string, string>
}

export interface LoadResult {
  perSecond: number
  p50Milliseconds: number
  p95Milliseconds: number
  p99Milliseconds: number
  /** How often each status was answered. */
  statuses: Record<number, number>
  bytes: number
}

/** Starts bench/process/server.ts on a database and waits until it listens. */
export async function startServer(
  url: string,
  options: { remembered?: boolean } = {},
): Promise<{ port: number; stop(): void }> {
  const child = spawn(
    process.execPath,
    ['bin/run.mjs', 'bench/process/server.ts', url, ...(options.remembered ? ['remembered'] : [])],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      const found = /port (\d+)/.exec(data.toString())
      if (found) resolve(Number(found[1]))
    })
    child.on('exit', (code) => reject(new Error(`The server ended with ${code}.`)))
  })
  return { port, stop: () => child.kill() }
}

/** Sends every shot once, with so many clients at a time, each on a connection of its own. */
export async function fire(port: number, shots: Shot[], clients: number): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const statuses: Record<number, number> = {}
  let bytes = 0
  const result = await inParallel(shots, clients, async (shot) => {
    const answer = await send(agent, port, shot)
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
    bytes += answer.bytes
  })
  agent.destroy()
  return { ...result, statuses, bytes }
}

/** Runs every task once, so many at a time, and says how fast they were. */
export async function inParallel<T>(tasks: T[], width: number, run: (task: T) => Promise<void>) {
  const times: number[] = []
  let next = 0
  const started = performance.now()
  const one = async () => {
    while (next < tasks.length) {
      const task = tasks[next++]!
      const from = performance.now()
      await run(task)
      times.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: width }, one))
  const seconds = (performance.now() - started) / 1000
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
  return {
    perSecond: tasks.length / seconds,
    p50Milliseconds: at(0.5),
    p95Milliseconds: at(0.95),
    p99Milliseconds: at(0.99),
  }
}

function send(agent: Agent, port: number, shot: Shot): Promise<{ status: number; bytes: number }> {
  const body = shot.form ? new URLSearchParams(shot.form).toString() : null
  const headers = body
    ? { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }
    : {}
  return new Promise((resolve, reject) => {
    const sent = request(
      { agent, port, host: '127.0.0.1', path: shot.path, method: body ? 'POST' : 'GET', headers },
      (answer) => {
        let bytes = 0
        answer.on('data', (chunk: Buffer) => (bytes += chunk.length))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, bytes }))
      },
    )
    sent.on('error', reject)
    sent.end(body ?? undefined)
  })
}
