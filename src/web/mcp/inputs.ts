import { inputWords } from '#messages/mcp.ts'
import { idOf } from '../api/ids.ts'
import { instantIn } from '../api/schemas.ts'
import { zoneIn as anyZone } from '../api/text-schemas.ts'

/** Members that several tools take. */
export const bookingId = idOf('booking').describe(inputWords.booking)
export const sessionId = idOf('session').describe(inputWords.session)
export const zoneIn = anyZone().describe(inputWords.zone).optional()
export const startIn = instantIn.describe(inputWords.start)
