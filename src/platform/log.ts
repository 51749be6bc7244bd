/** What a log line can carry beside its message. Values under a telling key are never printed. */
export type Fields = Record<string, unknown>

/** Structured log: one line per call. `child` adds its fields to every line. */
export interface Log {
  debug(message: string, fields?: Fields): void
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
  error(message: string, fields?: Fields): void
  child(fields: Fields): Log
}

type Level = 'debug' | 'info' | 'warn' | 'error'

interface LogOptions {
  /** True writes JSON lines for machines, false readable lines for a terminal. */
  json: boolean
  write?: (line: string) => void
  /** Reads the time of day in milliseconds; given by the starter, because only the clock may read it. */
  now?: () => string
}

const order: Record<Level, number> = { debug: 0, info: 1, warn: 2, error: 3 }

const hiddenKeys = /secret|password|token|authorization|cookie|body|html|text/i

/** Makes a log that prints lines of `level` and above. */
export function createLog(level: Level, options: LogOptions): Log {
  const write = options.write ?? ((line: string) => void process.stdout.write(`${line}\n`))
  const make = (inherited: Fields): Log => {
    const print = (at: Level) => (message: string, fields?: Fields) => {
      if (order[at] < order[level]) return
      const shown = redact({ ...inherited, ...fields }, 0) as Fields
      const time = options.now?.()
      write(options.json ? jsonLine(at, message, shown, time) : readableLine(at, message, shown))
    }
    return {
      debug: print('debug'),
      info: print('info'),
      warn: print('warn'),
      error: print('error'),
      child: (fields) => make({ ...inherited, ...fields }),
    }
  }
  return make({})
}

/** A path or address without the capability it may carry: `/b/<token>` opens a booking to whoever has it. */
export function maskPath(path: string): string {
  return path
    .replace(/\/([bw])\/[^/?#\s]+/g, '/$1/[hidden]')
    .replace(/\/(?=[^/?#\s.]*\d)(?=[^/?#\s.]*[A-Z])[\w-]{20,}(?=[/?#\s]|$)/g, '/[hidden]')
    .replace(/([?&][^=&\s]*(?:token|secret|password|code|key|booking)[^=&\s]*=)[^&#\s]+/gi, '$1[hidden]')
}

function jsonLine(level: Level, message: string, fields: Fields, time: string | undefined): string {
  return JSON.stringify({ ...(time ? { time } : {}), level, message: maskText(message), ...fields })
}

function readableLine(level: Level, message: string, fields: Fields): string {
  const words = level === 'info' ? [maskText(message)] : [`${level}:`, maskText(message)]
  const stacks: string[] = []
  for (const [key, value] of Object.entries(fields)) {
    if (isPrintedError(value)) {
      words.push(`${key}=${JSON.stringify(value.message)}`)
      if (value.stack) stacks.push(value.stack)
    } else {
      words.push(`${key}=${typeof value === 'string' && !/\s/.test(value) ? value : JSON.stringify(value)}`)
    }
  }
  return [words.join(' '), ...stacks].join('\n')
}

interface PrintedError {
  message: string
  code?: string
  stack?: string
}

function isPrintedError(value: unknown): value is PrintedError {
  return typeof value === 'object' && value !== null && 'message' in value && 'stack' in value
}

// Depth is bounded because a log line must never hang on an object that contains itself.
function redact(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return maskText(value)
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Error) return printError(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= 4) return '[deep]'
  if (Array.isArray(value)) return value.slice(0, 50).map((entry) => redact(entry, depth + 1))
  if ('toJSON' in value && typeof value.toJSON === 'function') return redact(value.toJSON(), depth + 1)
  const entries = Object.entries(value).map(([key, entry]) => [
    key,
    hiddenKeys.test(key) && entry !== undefined && entry !== null ? '[hidden]' : redact(entry, depth + 1),
  ])
  return Object.fromEntries(entries)
}

function printError(error: Error): PrintedError {
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  return {
    message: maskText(error.message),
    ...code,
    ...(error.stack ? { stack: maskText(error.stack) } : {}),
  }
}

// Addresses appear inside sentences and stack traces too: hide credentials and capabilities there as well.
function maskText(value: string): string {
  const withoutCredentials = value.replace(/(\w+:\/\/[^\s:/@]*):[^\s/@]+@/g, '$1:[hidden]@')
  return /[/?]/.test(withoutCredentials) ? maskPath(withoutCredentials) : withoutCredentials
}
