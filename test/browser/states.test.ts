import { describe, expect, test } from 'vitest'
import { DEMO_STATE_NAMES, type DemoStateId } from '#messages/demo.ts'
import { makeState } from './demo-state.ts'
import { obstacles } from './obstacles.ts'
import { openStage } from './test-app.ts'

/*
 * Every demonstrated state, made by the engine and looked at by a browser: who sees little, uses a small phone, keys
 * or an old browser gets the same page.
 * Seen to fail when a field lost its label (axe), a choice was made 30 px high (targets), a heading got a style
 * attribute (policy), a card was given a least width (sideways) and a button was drawn by a script alone (without).
 */

const stage = openStage({ worker: false })
// States that differ from another one by their amounts alone, such as M10s, are looked at by `npm run shots`.
const ids = (Object.keys(DEMO_STATE_NAMES) as DemoStateId[]).filter((id) => !/[a-z]$/.test(id))

describe.concurrent.each(ids)('%s', (id) => {
  test('is a page that everybody can use, on a phone and on a desk, light and dark', async () => {
    const state = await makeState(stage.app.origin, id)
    expect(await obstacles(stage, state)).toEqual([])
  })
})
