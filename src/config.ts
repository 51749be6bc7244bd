import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ipaddr from 'ipaddr.js'
import manifest from '../package.json' with { type: 'json' }
import { StartProblem } from '#platform/start-problem.ts'

/** Everything the environment can say, read once. Nothing else in src reads the environment. */
export interface Config {
  /** 0 lets the system choose; the address printed at start is then the chosen one. */
  readonly port: number
  readonly host: string
  /** Absolute path. */
  readonly dataDir: string
  /** Null means the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | null
  /** Origin without a trailing slash; every mailed link starts with it. */
  readonly publicUrl: string
  /** At least 32 characters; signs sessions and form tokens. */
  readonly secret: string
  /** Null means that mails stay readable in the outbox. */
  readonly smtpUrl: string | null
  readonly mailFrom: string
  /** True loads the sample world into an empty database and opens /__demo. */
  readonly demo: boolean
  /** ISO instant at which the demo clock starts, or null for the real time. */
  readonly demoClock: string | null
  /** Requests one API key may make in a minute. */
  readonly apiRequestsPerMinute: number
  /** Networks that webhooks may reach although they are not public, as CIDR; empty allows none. */
  readonly allowedNetworks: readonly string[]
  readonly logLevel: LogLevel
  readonly version: string
}

export type LogLevel = (typeof logLevels)[number]

const logLevels = ['debug', 'info', 'warn', 'error'] as const

/** Reads the environment into one frozen object, or throws a StartProblem with a sentence per wrong variable. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const problems: string[] = []
  const read = <T>(parse: () => T, otherwise: T): T => {
    try {
      return parse()
    } catch (error) {
      problems.push((error as Error).message)
      return otherwise
    }
  }
  const port = read(() => parsePort(env['PORT']), 3000)
  const host = text(env['HOST']) ?? '127.0.0.1'
  const dataDir = resolve(text(env['DATA_DIR']) ?? 'data')
  const databaseUrl = read(() => parseDatabaseUrl(readSecret(env, 'DATABASE_URL')), null)
  const config: Config = {
    port,
    host,
    dataDir,
    databaseUrl,
    publicUrl: read(() => parsePublicUrl(env['PUBLIC_URL'], host, port), ''),
    secret: read(() => parseSecret(readSecret(env, 'SECRET')), null) ?? '',
    smtpUrl: read(() => parseSmtpUrl(readSecret(env, 'SMTP_URL')), null),
    mailFrom: read(() => parseMailFrom(env['MAIL_FROM']), ''),
    demo: read(() => parseSwitch('DEMO', env['DEMO']), false),
    demoClock: read(() => parseInstant('DEMO_CLOCK', env['DEMO_CLOCK']), null),
    apiRequestsPerMinute: read(() => parseLimit(env['API_REQUESTS_PER_MINUTE']), 6_000),
    allowedNetworks: read(() => parseNetworks(env['ALLOWED_NETWORKS']), []),
    logLevel: read(() => parseLogLevel(env['LOG_LEVEL']), 'info'),
    version: manifest.version,
  }
  if (problems.length > 0) throw new StartProblem(problems.join('\n'))
  return Object.freeze({ ...config, secret: config.secret || keptSecret(dataDir) })
}

/** The same configuration once the system has chosen the port; a PUBLIC_URL that was given stays. */
export function withPort(config: Config, port: number): Config {
  if (config.port === port) return config
  const publicUrl =
    config.publicUrl === defaultUrl(config.host, config.port)
      ? defaultUrl(config.host, port)
      : config.publicUrl
  return Object.freeze({ ...config, port, publicUrl })
}

// An empty variable counts as unset, because compose files and shells produce them by accident.
function text(value: string | undefined): string | null {
  const trimmed = value?.trim()
  return trimmed ? trimmed : null
}

// Secrets may be handed over as files, as container platforms do.
function readSecret(env: Record<string, string | undefined>, name: string): string | null {
  const direct = text(env[name])
  const path = text(env[`${name}_FILE`])
  if (path === null) return direct
  if (direct !== null) throw new Error(`${name} and ${name}_FILE are both set; set only one of them.`)
  try {
    return text(readFileSync(path, 'utf8'))
  } catch {
    throw new Error(`${name}_FILE names ${path}, which is not a file that Kept can read.`)
  }
}

function parsePort(value: string | undefined): number {
  const given = text(value)
  if (given === null) return 3000
  const port = Number(given)
  if (/^\d+$/.test(given) && port <= 65_535) return port
  throw new Error(`PORT must be a whole number from 0 to 65535, not "${given}".`)
}

function parseDatabaseUrl(value: string | null): string | null {
  if (value === null) return null
  if (/^postgres(ql)?:$/.test(urlOf(value)?.protocol ?? '')) return value
  throw new Error('DATABASE_URL must look like postgres://user:password@host:5432/name.')
}

function parsePublicUrl(value: string | undefined, host: string, port: number): string {
  const given = text(value)
  if (given === null) return defaultUrl(host, port)
  const url = urlOf(given)
  const plain = url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash
  if (plain && !url.username) return url.origin
  throw new Error(`PUBLIC_URL must be an origin such as https://book.example.com, not "${given}".`)
}

function defaultUrl(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}

function parseSecret(value: string | null): string | null {
  if (value === null || value.length >= 32) return value
  throw new Error(`SECRET must have at least 32 characters; it has ${value.length}.`)
}

function parseSmtpUrl(value: string | null): string | null {
  if (value === null) return null
  const url = urlOf(value)
  if (url && /^smtps?:$/.test(url.protocol) && url.hostname) return value
  throw new Error('SMTP_URL must look like smtp://user:password@host:587 or smtps://host.')
}

function parseMailFrom(value: string | undefined): string {
  const given = text(value) ?? 'Kept <kept@localhost>'
  if (/^[^\r\n<>]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/.test(given)) return given
  throw new Error('MAIL_FROM must be an address such as "Kept <bookings@example.com>".')
}

function parseSwitch(name: string, value: string | undefined): boolean {
  const given = text(value)
  if (given === null || given === '0' || given === 'false') return false
  if (given === '1' || given === 'true') return true
  throw new Error(`${name} must be 1 or 0, not "${given}".`)
}

function parseInstant(name: string, value: string | undefined): string | null {
  const given = text(value)
  if (given === null) return null
  try {
    return Temporal.Instant.from(given).toString()
  } catch {
    throw new Error(`${name} must be an instant such as 2026-11-21T09:00:00Z, not "${given}".`)
  }
}

function parseLimit(value: string | undefined): number {
  const given = text(value)
  if (given === null) return 6_000
  if (/^[1-9]\d{0,6}$/.test(given)) return Number(given)
  throw new Error(`API_REQUESTS_PER_MINUTE must be a whole number from 1 to 9999999, not "${given}".`)
}

function parseNetworks(value: string | undefined): string[] {
  const networks = (text(value) ?? '').split(',').flatMap((part) => text(part) ?? [])
  const wrong = networks.find((network) => !ipaddr.isValidCIDR(network))
  if (wrong === undefined) return networks
  throw new Error(`ALLOWED_NETWORKS must be networks such as 10.0.0.0/8,fd00::/8; "${wrong}" is none.`)
}

function parseLogLevel(value: string | undefined): LogLevel {
  const given = text(value) ?? 'info'
  const level = logLevels.find((known) => known === given)
  if (level) return level
  throw new Error(`LOG_LEVEL must be one of ${logLevels.join(', ')}, not "${given}".`)
}

function urlOf(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null
}

// A secret that changed with every start would sign everybody out, so the first one made is kept.
function keptSecret(dataDir: string): string {
  const path = join(dataDir, 'secret')
  try {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(path, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw new StartProblem(`DATA_DIR names ${dataDir}, where Kept cannot write; choose another folder.`)
    }
  }
  try {
    const secret = readFileSync(path, 'utf8').trim()
    if (secret.length >= 32) return secret
  } catch {
    // An unreadable file and a short one have the same remedy, so both end below.
  }
  throw new StartProblem(
    `SECRET is unset and the file ${path} holds none that can be used; delete that file.`,
  )
}
