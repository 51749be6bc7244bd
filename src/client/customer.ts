import { guardSubmits } from './busy-button.ts'
import { countDownDeadlines } from './deadline.ts'
import { talkToHost } from './embed-frame.ts'
import { keepForLater } from './keep-for-later.ts'
import { markViewedWhenSeen } from './mark-viewed.ts'
import { turnMonthIntoGrid } from './month-grid.ts'
import { sumUpSessions } from './session-sum.ts'
import { offerOwnZone } from './zone-hint.ts'
import { submitZoneOnPick } from './zone-select.ts'

// Every page works without this file. A module script runs once the document is there.
guardSubmits()
countDownDeadlines()
turnMonthIntoGrid()
submitZoneOnPick()
offerOwnZone()
talkToHost()
markViewedWhenSeen()
sumUpSessions()
keepForLater()
