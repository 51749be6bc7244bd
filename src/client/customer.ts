import { guardSubmits } from './busy-button.ts'
import { countDownDeadlines } from './deadline.ts'
import { talkToHost } from './embed-frame.ts'
import { markViewedWhenSeen } from './mark-viewed.ts'
import { turnMonthIntoGrid } from './month-grid.ts'
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
