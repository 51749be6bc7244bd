import { describe, expect, test } from 'vitest'
import { paths } from '#paths.ts'
import { obstacles } from './obstacles.ts'
import { cutText, overflowing, wordingProblems } from './page-checks.ts'
import { openStage } from './test-app.ts'

/*
 * The pages about the API. The reference is one long text that everybody can use; the viewer is a program of others,
 * so it is only looked at for what it does with the network and under our policy.
 */

const stage = openStage({ worker: false })

// It is as long as what it lists, as dense as staff pages, and speaks to programmers: of null, in lists of codes that
// no translation makes longer.
const OF_A_REFERENCE =
  /^all: |^1280 dark: \d+x(3[2-9]|4\d) |"null" in: |"Null" in: |too long: |^with longer words: |^from the right: /

const PAGES = {
  reference: paths.apiDocs(),
  'paper about webhooks': paths.apiWebhooks(),
  'paper about assistants': paths.apiMcp(),
  problems: paths.apiProblems(),
}

describe.concurrent('whoever writes a program can use', () => {
  test.each(Object.entries(PAGES))('the %s', async (id, path) => {
    const onWhole: string[] = []
    const found = await obstacles(stage, { id, path, cookie: null }, async (page) => {
      await page.setViewportSize({ width: 320, height: 640 })
      onWhole.push(...(await overflowing(page)), ...(await cutText(page)), ...(await wordingProblems(page)))
      // Its entries are built of the same parts, and axe takes half a minute for all of them.
      await page.evaluate(() =>
        [...document.querySelectorAll('.reference-entry')].forEach(
          (entry, index) => index % 8 === 0 || entry.remove(),
        ),
      )
    })
    expect([...onWhole, ...found].filter((line) => !OF_A_REFERENCE.test(line))).toEqual([])
  })
})

// Seen to fail with the policy of other pages, whose trusted types refuse what Swagger UI writes.
test('the viewer shows every operation, calls nobody but this server, and a call with a key works', async () => {
  const visitor = await stage.visitor({ viewport: { width: 1280, height: 900 } })
  const page = await visitor.newPage()
  const complaints: string[] = []
  page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(stage.app.origin)) complaints.push(request.url())
  })
  await page.goto(paths.apiTry())
  await page.getByText('/v1/bookings/{booking}/quotes').first().waitFor()
  await page
    .getByRole('button', { name: /^GET \/v1\/organization/i })
    .first()
    .click()
  await page.getByRole('button', { name: 'Try it out' }).click()
  await page.getByRole('button', { name: 'Execute' }).click()
  await page.getByText('"code": "unauthorized"').waitFor()
  // The browser itself reports the 401 that was asked for.
  expect(complaints.filter((line) => !line.includes('401'))).toEqual([])
  await visitor.close()
})
