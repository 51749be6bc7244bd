import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { Stage } from './test-app.ts'

/** A demonstrated state as a browser can open it again and again: reading it changes nothing. */
export interface DemoAddress {
  id: string
  /** From the root, with its query. */
  path: string
  /** The login it is looked at with. */
  cookie: { name: string; value: string } | null
}

/** Brings a fresh booking into the state and says where it is looked at, without opening it. */
export async function makeState(origin: string, id: string): Promise<DemoAddress> {
  const answer = await fetch(`${origin}/__demo/${id}`, { redirect: 'manual' })
  const path = answer.headers.get('location')
  if (answer.status !== 303 || !path) throw new Error(`/__demo/${id} answered ${answer.status}.`)
  const [pair] = (answer.headers.get('set-cookie') ?? '').split(';')
  const at = pair?.indexOf('=') ?? -1
  return { id, path, cookie: at > 0 ? { name: pair!.slice(0, at), value: pair!.slice(at + 1) } : null }
}

/** A visitor of the state, with its login where it needs one. */
export async function visitorOf(
  stage: Pick<Stage, 'visitor' | 'app'>,
  state: DemoAddress,
  options: BrowserContextOptions,
): Promise<BrowserContext> {
  const visitor = await stage.visitor(options)
  if (state.cookie) await visitor.addCookies([{ ...state.cookie, url: `${stage.app.origin}/staff` }])
  return visitor
}

/** Opens the state and waits until its fonts are there. */
export async function openState(visitor: BrowserContext, state: DemoAddress): Promise<Page> {
  const page = await visitor.newPage()
  await page.goto(state.path)
  await page.evaluate(() => document.fonts.ready.then(() => null))
  return page
}

/** True for the pages of the business's own people, which may be denser. */
export function isStaffState(state: DemoAddress): boolean {
  return state.path.startsWith('/staff')
}
