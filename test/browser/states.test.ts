import { describe, test } from 'vitest'
import { DEMO_STATE_NAMES, type DemoStateId } from '#messages/demo.ts'
import { makeState } from './demo-state.ts'
import { obstacles } from './obstacles.ts'
import { withoutChance } from './outline.ts'
import { openStage } from './test-app.ts'

/*
 * Every demonstrated state, made by the engine and looked at by a browser: who sees little, uses a small phone, keys
 * or an old browser gets the same page. What a screen reader is given of it stands in `outlines/`, updated with
 * `vitest -u`.
 * Seen to fail when a field lost its label (axe), a choice was made 30 px high (targets), a heading got a style
 * attribute (policy), a card was given a least width (sideways), a button was drawn by a script alone (without) and
 * when headings skipped two levels (outline).
 */

const stage = openStage({ worker: false })
// States that differ from another one by their amounts alone, such as M10s, are looked at by `npm run shots`.
const ids = (Object.keys(DEMO_STATE_NAMES) as DemoStateId[]).filter((id) => !/[a-z]$/.test(id))

// The outbox and a booking's messages come in an order of their own when they were made at the same moment.
const isOutlined = (id: string) => !id.startsWith('A4') && id !== 'A9'

describe.concurrent('everybody can use, on a phone and on a desk, light and dark', () => {
  // Snapshots of tests that run side by side need each test's own `expect`.
  test.for(ids)('%s', async (id, { expect }) => {
    const state = await makeState(stage.app.origin, id)
    let outline = ''
    const found = await obstacles(stage, state, async (page) => {
      if (isOutlined(id)) outline = withoutChance(await page.locator('body').ariaSnapshot())
    })
    expect(found).toEqual([])
    if (outline) await expect(outline).toMatchFileSnapshot(`outlines/${id}.txt`)
  })
})
