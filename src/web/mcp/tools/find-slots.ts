import { z } from 'zod'
import { done } from '#platform/context.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { localeOf } from '#messages/locale.ts'
import { inputWords } from '#messages/mcp.ts'
import { mcpAnswers } from '#messages/mcp-answers.ts'
import { idOf } from '../../api/ids.ts'
import { instant, zone as zoneOut } from '../../api/schemas.ts'
import { findSlots as findFree, instantOfOurTime } from '../../api/slots.ts'
import { sessionId, zoneIn } from '../inputs.ts'
import { LOOKS, tool } from '../tool.ts'

/** So many starts can be read at once; more of them would bury the ones that matter. */
const MOST_LISTED = 100

export const findSlots = tool({
  name: 'find_slots',
  scope: 'slots:read',
  hints: LOOKS,
  input: z
    .strictObject({
      event_type: idOf('eventType').describe(inputWords.eventType).optional(),
      session: sessionId.optional(),
      actor: z.enum(['customer', 'team_member']).default('customer').describe(inputWords.slotsFor),
      from: instantOfOurTime.describe(inputWords.from).optional(),
      to: instantOfOurTime.describe(inputWords.to).optional(),
      zone: zoneIn,
    })
    .refine(({ event_type, session }) => (event_type === undefined) !== (session === undefined), {
      path: ['event_type'],
      message: 'name either an event_type or a session',
    }),
  output: z.strictObject({
    zone: zoneOut,
    slots: z.array(z.strictObject({ start: instant, end: instant })),
    next_from: instant.nullable(),
  }),
  async run(c, wish) {
    const found = await findFree(c, wish)
    if (!found.ok) return found
    const { zone, slots: all } = found.value
    const slots = all.slice(0, MOST_LISTED).map(({ start, end }) => ({ start, end }))
    const next_from = all[MOST_LISTED]?.start ?? null
    const { locale } = await loadSettings(c.var.deps.context.reader, c.var.scope)
    const text = mcpAnswers(localeOf(locale), zone).slots(slots, next_from)
    return done({ value: { zone, slots, next_from }, text })
  },
})
