import { existsSync } from 'node:fs'
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { assetPath, serveAssets } from './assets.ts'

const app = new Hono().get('/assets/*', serveAssets())
const stylesheet = 'src/ui/styles/customer.css'

test('a file that was not built has a plain address that answers 404', async () => {
  expect(assetPath('src/client/unheard-of.ts')).toBe('/assets/unheard-of.ts')
  expect((await app.request('/assets/unheard-of.ts')).status).toBe(404)
})

test.each([
  '/assets/../main.js',
  '/assets/..%2fmain.js',
  '/assets/%2e%2e/manifest.json',
  '/assets/',
  '/assets/.css',
])('nothing but built files comes out: %s', async (path) => {
  expect((await app.request(path)).status).toBe(404)
})

describe.skipIf(!existsSync('dist/public/manifest.json'))('after a build (needs npm run build)', () => {
  test('the address holds a hash, and browsers keep the file for a year', async () => {
    expect(assetPath(stylesheet)).toMatch(/^\/assets\/customer-[\w-]{8}\.css$/)
    const response = await app.request(assetPath(stylesheet))
    expect(response.headers.get('content-type')).toBe('text/css; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('content-encoding')).toBeNull()
  })

  test.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['identity', null],
  ])('a browser that accepts %s gets %s', async (accepted, coding) => {
    const response = await app.request(assetPath(stylesheet), { headers: { 'accept-encoding': accepted } })
    expect(response.headers.get('content-encoding')).toBe(coding)
    expect(response.headers.get('vary')).toBe('accept-encoding')
  })
})
