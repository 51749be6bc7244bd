import { createRequire } from 'node:module'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { viewerText as text } from '#messages/api-reference.ts'
import { paths } from '#paths.ts'
import { assetPath } from '../assets.ts'
import type { WebContext } from '../deps.ts'
import { DocsFrame } from './docs-frame.tsx'

/** The files of Swagger UI that its page loads, from the package as it was installed. */
const FILES: Record<string, string> = {
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
}

/** GET /v1/docs/try: the reference with forms. Everything comes from here, and it talks to nobody else. */
export function viewerPage(c: WebContext): Response | Promise<Response> {
  c.header('content-security-policy', policyOf(c.var.nonce))
  return c.html(
    <DocsFrame
      c={c}
      page={paths.apiTry()}
      title={text.title}
      lead={text.lead}
      script={assetPath('src/client/api-try.ts')}
    >
      <noscript>
        <p>{text.needsScript}</p>
      </noscript>
      <link rel="stylesheet" href={paths.apiTryFile('swagger-ui.css')} />
      <script src={paths.apiTryFile('swagger-ui-bundle.js')} defer nonce={c.var.nonce}></script>
      <div id="viewer" data-document={paths.apiDocument()}></div>
    </DocsFrame>,
  )
}

/** GET /v1/docs/try/:name: one of the viewer's files, compressed once. */
export async function viewerFile(c: WebContext): Promise<Response> {
  const name = c.req.param('name') ?? ''
  const type = FILES[name]
  if (!type) return c.notFound()
  packed[name] ??= pack(name)
  const { plain, small } = await packed[name]
  const zips = /\bgzip\b(?!;q=0)/.test(c.req.header('accept-encoding') ?? '')
  return c.body(zips ? small : plain, 200, {
    'content-type': type,
    // The name stays the same when the package is upgraded.
    'cache-control': 'public, max-age=3600',
    vary: 'accept-encoding',
    ...(zips ? { 'content-encoding': 'gzip' } : {}),
  })
}

type Bytes = Uint8Array<ArrayBuffer>

const packed: Record<string, Promise<{ plain: Bytes; small: Bytes }>> = {}

async function pack(name: string) {
  const require = createRequire(import.meta.url)
  const folder = dirname(require.resolve('swagger-ui-dist/package.json'))
  const plain = await readFile(join(folder, name))
  return { plain: new Uint8Array(plain), small: new Uint8Array(await promisify(gzip)(plain)) }
}

// The policy of every page without trusted types: Swagger UI writes HTML that it has cleaned by itself.
function policyOf(nonce: string): string {
  return `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`
}
