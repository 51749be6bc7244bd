import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext, BrowserContextOptions, FrameLocator, Page } from 'playwright-core'
import { CLEO } from './journey.ts'
import type { Stage } from './test-app.ts'

/** A site of somebody else, on an origin of its own. */
export interface HostSite {
  /** Under the name `localhost`, which browsers take for another site than 127.0.0.1, where Kept is. */
  origin: string
  /** The same machine under its number: an origin that is not listed. */
  unlisted: string
  /** Puts a page there. `policy` is its content security policy. */
  serve(path: string, body: string, policy?: string): void
  close(): Promise<void>
}

export async function openHostSite(): Promise<HostSite> {
  const pages = new Map<string, { html: string; policy: string | undefined }>()
  const server = createServer((request, response) => {
    const page = pages.get(request.url ?? '')
    response.writeHead(page ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      ...(page?.policy ? { 'content-security-policy': page.policy } : {}),
    })
    response.end(page?.html ?? '')
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://localhost:${port}`,
    unlisted: `http://127.0.0.1:${port}`,
    serve: (path, body, policy) =>
      void pages.set(path, {
        html: `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Kestrel</title><main><h1>Work with us</h1>${body}</main></html>`,
        policy,
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** What the site writes down of all it hears. */
const NOTEBOOK = `<script nonce="site">
  window.heard = []; window.told = []; window.raw = [];
  addEventListener('message', ({ data }) => raw.push(data));
  window.Kept = window.Kept || { q: [] };
  Kept.q.push(['booking.scheduled', (event) => told.push(event)]);
  for (const type of ['scheduled', 'rescheduled', 'canceled', 'confirmed_by_customer'])
    document.addEventListener('kept:booking.' + type, (event) =>
      heard.push({ type: event.type, on: event.target.localName ?? 'document', detail: event.detail }));
</script>`

export interface Notebook {
  /** Events of the document, and the element they came from. */
  heard: { type: string; on: string; detail: { reference: string; sessions: { start: string }[] } }[]
  /** What `Kept.q` was promised. */
  told: { type: string; reference: string }[]
  /** Every message that reached the window, ours or not. */
  raw: { type: string; reference?: string }[]
}

export function notebookOf(page: Page): Promise<Notebook> {
  return page.evaluate(() => {
    const { heard, told, raw } = window as unknown as Notebook
    return { heard, told, raw }
  })
}

export interface OpenOptions extends BrowserContextOptions {
  /** The origin to open it under; the listed one unless told. */
  from?: string
  /** False for a site without a content security policy. */
  policy?: boolean
}

let pages = 0

/** A page of the site with this snippet on it, opened by a new visitor. `cookies` names whoever tried to set one. */
export async function openOn(
  stage: Stage,
  site: HostSite,
  snippet: string,
  { from = site.origin, policy = true, ...options }: OpenOptions = {},
): Promise<{ visitor: BrowserContext; page: Page; cookies: string[] }> {
  const kept = stage.app.origin
  const path = `/${(pages += 1)}`
  const rules = `default-src 'none'; style-src 'none'; script-src 'nonce-site' ${kept}; frame-src *`
  const html = `${NOTEBOOK}<script src="${kept}/embed.js" async></script>${snippet}`
  site.serve(path, html, policy ? rules : undefined)
  const visitor = await stage.visitor(options)
  const page = await visitor.newPage()
  const cookies: string[] = []
  page.on('response', async (answer) => {
    const headers = await answer.allHeaders().catch(() => ({}))
    if ('set-cookie' in headers) cookies.push(answer.url())
  })
  await page.goto(from + path)
  return { visitor, page, cookies }
}

/** Books in a frame as Cleo does it by hand. */
export async function bookIn(frame: FrameLocator): Promise<void> {
  await frame.getByRole('link', { name: 'Panel interview' }).first().click()
  await frame.locator('a.slot').first().click()
  await frame.getByLabel('Name').fill(CLEO.name)
  await frame.getByLabel('E-mail').first().fill(CLEO.email)
  await frame.getByRole('button', { name: /^Book / }).click()
  await frame.getByRole('heading', { level: 1, name: 'Booked' }).waitFor()
}
