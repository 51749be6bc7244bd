import { tmpdir } from 'node:os'
import type { Hono } from 'hono'
import { readConfig } from '../../src/config.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import type { Context } from '#platform/context.ts'
import { openDatabase } from '#platform/db.ts'
import { createLog } from '#platform/log.ts'
import { createApp } from '../../src/web/app.ts'
import type { AppDeps, WebEnv } from '../../src/web/deps.ts'
import { signInMember } from '../../src/web/staff/login-cookie.ts'
import { testDatabase, type TestDatabase } from '../database.ts'

/** The pages over a database in which nothing is set up, and people who use them. Close it in `afterAll`. */
export interface Office {
  database: TestDatabase
  context: Context
  app: Hono<WebEnv>
  close(): Promise<void>
}

export async function openOffice(): Promise<Office> {
  const database = await testDatabase()
  const secret = 'a secret of at least thirty-two letters'
  const reader = openDatabase(database.url, { readOnly: true, max: 4 })
  const context: Context = { db: database.db, reader, queue: database.queue, secret }
  const app = appOver(context)
  return {
    database,
    context,
    app,
    async close() {
      await reader.destroy()
      await database.drop()
    },
  }
}

/** All pages, as `serve` would open them. */
export function appOver(context: Context): Hono<WebEnv> {
  const config = readConfig({
    SECRET: context.secret,
    DATA_DIR: tmpdir(),
    PUBLIC_URL: 'http://kept.test',
    LOG_LEVEL: 'error',
    DEMO: '0',
  })
  const deps: AppDeps = { config, context, log: createLog('error', { json: false }) }
  return createApp(deps)
}

/** What a form sends, by field. */
export type Fields = Record<string, string | string[]>

/** Somebody's browser: it keeps the cookie, follows what a post answers, and fills in the forms it is shown. */
export class Visitor {
  readonly #app: Hono<WebEnv>
  /** What the browser sends back, such as `kept_login=…`. */
  cookie: string

  constructor(app: Hono<WebEnv>, cookie = '') {
    this.#app = app
    this.cookie = cookie
  }

  async open(path: string): Promise<{ status: number; html: string; response: Response }> {
    const response = await this.#app.request(`http://kept.test${path}`, { headers: this.#headers() })
    return { status: response.status, html: await response.text(), response }
  }

  /** Posts fields as they are, without opening the page first. */
  async send(path: string, fields: Fields): Promise<{ status: number; html: string; to: string }> {
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries(fields))
      for (const one of [value].flat()) body.append(name, one)
    const headers = { ...this.#headers(), 'content-type': 'application/x-www-form-urlencoded' }
    const response = await this.#app.request(`http://kept.test${path}`, { method: 'POST', body, headers })
    const cookie = response.headers.get('set-cookie')
    if (cookie) this.cookie = cookie.split(';')[0]!
    return {
      status: response.status,
      html: await response.text(),
      to: response.headers.get('location') ?? '',
    }
  }

  /** Opens a page, fills in its form (the last one that posts there) and sends it; fails unless that worked. */
  async fillIn(path: string, fields: Fields): Promise<string> {
    const page = await this.open(path)
    const shown = fieldsOf(page.html, path)
    const unknown = Object.keys(fields).filter((name) => !(name in shown))
    if (unknown.length > 0) throw new Error(`The form at ${path} has no ${unknown.join(', ')}.`)
    const answer = await this.send(path, { ...shown, ...fields })
    if (answer.status !== 303)
      throw new Error(`${path} answered ${answer.status}: ${problemsIn(answer.html)}`)
    return answer.to
  }

  #headers(): Record<string, string> {
    return this.cookie ? { cookie: this.cookie } : {}
  }
}

/** The browser of a member who is signed in. */
export async function visitorFor(
  office: { context: Context; app: Hono<WebEnv> },
  scope: MemberScope,
): Promise<Visitor> {
  const token = await signInMember(office.context, { orgId: scope.orgId, memberId: scope.actor.memberId })
  return new Visitor(office.app, `kept_login=${token}`)
}

/** The sentences of a page's list of errors. */
export function problemsIn(html: string): string[] {
  const list = /<div class="error-summary"[\s\S]*?<\/ul>/.exec(html)?.[0] ?? ''
  return [...list.matchAll(/<a href="[^"]*">([\s\S]*?)<\/a>/g)].map((match) => decode(match[1]!))
}

/** The fields of the form that posts to `action`, with the values a browser would send; unticked boxes are empty. */
export function fieldsOf(html: string, action: string): Fields {
  const forms = [...html.matchAll(/<form[^>]*action="([^"]*)"[\s\S]*?<\/form>/g)].filter(
    (match) => decode(match[1]!) === action,
  )
  const fields: Fields = {}
  const add = (name: string, value: string) => {
    const before = fields[name]
    fields[name] = before === undefined || before === '' ? value : [before, value].flat()
  }
  for (const [form] of forms) {
    for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
      const [name, type] = [attribute(tag, 'name'), attribute(tag, 'type')]
      const unticked = (type === 'checkbox' || type === 'radio') && !/ checked/.test(tag)
      if (unticked) fields[name] ??= ''
      else add(name, type === 'checkbox' ? attribute(tag, 'value') || 'on' : attribute(tag, 'value'))
    }
    for (const [, opening, inside] of form.matchAll(/(<textarea[^>]*>)([\s\S]*?)<\/textarea>/g))
      fields[attribute(opening!, 'name')] = decode(inside!)
    for (const [, opening, inside] of form.matchAll(/(<select[^>]*>)([\s\S]*?)<\/select>/g)) {
      const options = [...inside!.matchAll(/<option[^>]*>/g)].map(([tag]) => tag)
      const chosen = options.find((tag) => / selected/.test(tag)) ?? options[0] ?? ''
      fields[attribute(opening!, 'name')] = attribute(chosen, 'value')
    }
  }
  return fields
}

function attribute(tag: string, name: string): string {
  return decode(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
}

function decode(text: string): string {
  return text
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}
