import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Context } from 'hono'

/**
 * The address of a built file by the path of its source, such as `src/ui/styles/customer.css`. Without a build
 * (tests of single pages) it is a plain address that answers 404.
 */
export function assetPath(source: string): string {
  const file = assets.manifest[source]?.file
  return file ? `/${file}` : `/assets/${source.slice(source.lastIndexOf('/') + 1)}`
}

/** Serves `/assets/*`: unchanging files, compressed beforehand, cached by the browser for a year. */
export function serveAssets(): (c: Context) => Response {
  return (c) =>
    sendFile(c, c.req.path.slice('/assets/'.length), {
      'cache-control': 'public, max-age=31536000, immutable',
    })
}

/**
 * Serves the script that other sites load. They all name one address, so a new version reaches them when the ten
 * minutes are over; and they may load it in every way that browsers know, checked for integrity or isolated.
 */
export function serveEmbedScript(): (c: Context) => Response {
  return (c) =>
    sendFile(c, assetPath('src/client/embed.ts').slice('/assets/'.length), {
      'cache-control': 'public, max-age=600',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    })
}

/**
 * Serves the service worker of the pages behind a link. It stands at the root, because from below /assets it could not
 * speak for them; browsers look for a newer one whenever such a page is opened.
 */
export function serveOfflineWorker(): (c: Context) => Response {
  return (c) =>
    sendFile(c, assetPath('src/client/offline.ts').slice('/assets/'.length), { 'cache-control': 'no-cache' })
}

function sendFile(c: Context, name: string, headers: Record<string, string>): Response {
  const type = contentTypes[extname(name)]
  if (!type || !assets.names.has(name)) return c.text('There is no such file.', 404)
  const { coding, extension } = chooseCoding(name, c.req.header('accept-encoding') ?? '')
  return c.body(read(`${name}${extension}`), 200, {
    'content-type': type,
    vary: 'accept-encoding',
    ...headers,
    ...(coding ? { 'content-encoding': coding } : {}),
  })
}

const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
}

interface Assets {
  folder: string
  names: Set<string>
  manifest: Record<string, { file: string } | undefined>
}

const assets = readAssets()

const contents = new Map<string, ArrayBuffer>()

// The build lies beside the built program, and under dist/ for a test that runs from source.
function readAssets(): Assets {
  for (const place of ['./public/', '../../dist/public/']) {
    const root = fileURLToPath(new URL(place, import.meta.url))
    const manifest = join(root, 'manifest.json')
    if (!existsSync(manifest)) continue
    const folder = join(root, 'assets')
    return {
      folder,
      names: new Set(readdirSync(folder)),
      manifest: JSON.parse(readFileSync(manifest, 'utf8')),
    }
  }
  return { folder: '', names: new Set(), manifest: {} }
}

function chooseCoding(name: string, accepted: string): { coding: string | null; extension: string } {
  if (accepts(accepted, 'br') && assets.names.has(`${name}.br`)) return { coding: 'br', extension: '.br' }
  if (accepts(accepted, 'gzip') && assets.names.has(`${name}.gz`)) return { coding: 'gzip', extension: '.gz' }
  return { coding: null, extension: '' }
}

// "gzip;q=0" names a coding in order to refuse it.
function accepts(header: string, coding: string): boolean {
  return header.split(',').some((entry) => {
    const [name, quality] = entry.split(';').map((part) => part.trim())
    return name === coding && !/^q=0(\.0*)?$/.test(quality ?? '')
  })
}

// The files are few and small, so they stay in memory after the first request.
function read(file: string): ArrayBuffer {
  let content = contents.get(file)
  if (!content) {
    const bytes = readFileSync(join(assets.folder, file))
    content = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
    contents.set(file, content)
  }
  return content
}
