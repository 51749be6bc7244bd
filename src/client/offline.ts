/*
 * The service worker of the pages behind a link (scope /b/). It only speaks when the network does not: then it shows
 * when and where the booking is, as this device last saw it. One booking is kept, the last one that was opened; what is
 * sent, paid or changed never passes through here.
 */
const CACHE = 'kept-offline-1'
const NOTHING_KNOWN = '/offline'

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Fetching extends Lasting {
  request: Request
  respondWith(answer: Promise<Response>): void
}
interface Told extends Lasting {
  data: unknown
}
const worker = self as unknown as { skipWaiting(): Promise<void>; clients: { claim(): Promise<void> } }

addEventListener('install', (event) => {
  ;(event as Lasting).waitUntil(keep(NOTHING_KNOWN).then(() => worker.skipWaiting()))
})

addEventListener('activate', (event) => {
  ;(event as Lasting).waitUntil(dropOlderVersions().then(() => worker.clients.claim()))
})

// The page says which booking it shows, because the first one was opened before this worker was there.
addEventListener('message', (event) => {
  const told = event as unknown as Told
  if (typeof told.data === 'string') told.waitUntil(keepBooking(told.data))
})

addEventListener('fetch', (event) => {
  const { request } = event as Fetching
  if (request.method !== 'GET') return
  const { pathname, origin } = new URL(request.url)
  if (origin !== location.origin) return
  if (request.mode === 'navigate' && copyOf(pathname))
    (event as Fetching).respondWith(fetch(request).catch(() => copyFor(pathname)))
  // Styles of the kept pages; everything else is none of our business.
  else if (/^\/assets\/[^/]+\.css$/.test(pathname))
    (event as Fetching).respondWith(fetch(request).catch(() => kept(pathname)))
})

/** Where the server has the copy of the booking that an address belongs to; null for other addresses. */
function copyOf(pathname: string): string | null {
  const token = /^\/b\/([^/]+)/.exec(pathname)?.[1]
  return token ? `/b/${token}/offline` : null
}

async function copyFor(pathname: string): Promise<Response> {
  const cache = await caches.open(CACHE)
  return (await cache.match(copyOf(pathname)!)) ?? kept(NOTHING_KNOWN)
}

async function kept(path: string): Promise<Response> {
  const cache = await caches.open(CACHE)
  return (await cache.match(path)) ?? Response.error()
}

async function keepBooking(pathname: string): Promise<void> {
  const copy = copyOf(pathname)
  if (!copy) return
  const isKept = await keep(copy)
  const cache = await caches.open(CACHE)
  // Of a link that opens nothing any more nothing stays here, and of an earlier booking neither.
  for (const { url } of await cache.keys()) {
    const path = new URL(url).pathname
    if (path.startsWith('/b/') && !(isKept && path === copy)) await cache.delete(path)
  }
}

/** Fetches a page with its style and keeps both; false when there is no such page. */
async function keep(path: string): Promise<boolean> {
  const answer = await fetch(path, { credentials: 'omit', redirect: 'error' })
  if (!answer.ok) return false
  const cache = await caches.open(CACHE)
  const style = /href="(\/assets\/[^"]+\.css)"/.exec(await answer.clone().text())?.[1]
  if (style) await keepStyle(cache, style)
  await cache.put(path, answer)
  return true
}

// A new version of the product has a style of another name.
async function keepStyle(cache: Cache, path: string): Promise<void> {
  if (await cache.match(path)) return
  for (const { url } of await cache.keys()) if (url.endsWith('.css')) await cache.delete(url)
  await cache.add(path)
}

async function dropOlderVersions(): Promise<void> {
  for (const name of await caches.keys())
    if (name.startsWith('kept-offline-') && name !== CACHE) await caches.delete(name)
}
