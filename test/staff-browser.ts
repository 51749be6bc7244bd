import { signInMember } from '../src/web/staff/login-cookie.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import type { World } from './world.ts'

/** A team member's browser: signed in, and it sends the cookie with every request. */
export interface StaffBrowser {
  get(path: string): Promise<Page>
  post(path: string, fields?: Record<string, string | string[]>): Promise<Page>
  cookie: string
}

/** An answer with its text. `said` is the text without tags, on one line. */
export interface Page {
  status: number
  location: string | null
  headers: Headers
  html: string
  said: string
}

export async function browserOf(world: World, member: MemberScope): Promise<StaffBrowser> {
  const token = await signInMember(world.context, { orgId: member.orgId, memberId: member.actor.memberId })
  const cookie = `kept_login=${token}`
  return {
    cookie,
    get: async (path) => pageOf(await world.visit(path, { cookie, accept: 'text/html' })),
    post: async (path, fields = {}) =>
      pageOf(await world.send(path, fields, { cookie, accept: 'text/html' })),
  }
}

export async function pageOf(response: Response): Promise<Page> {
  const html = await response.text()
  const said = html
    .replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
  return {
    status: response.status,
    location: response.headers.get('location'),
    headers: response.headers,
    html,
    said,
  }
}

/** The value of a hidden field of a page, or of whatever input comes first with that name. */
export function fieldOf(page: Page, name: string): string {
  const input = new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(page.html)?.[0] ?? ''
  return /value="([^"]*)"/.exec(input)?.[1] ?? ''
}
