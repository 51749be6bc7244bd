import { Hono } from 'hono'
import { paths } from '#paths.ts'
import type { WebEnv } from '../deps.ts'
import { showAsk } from './ask-page.tsx'
import { submitAsk } from './ask-submit.tsx'
import { submitWithdraw } from './ask-withdraw.tsx'
import { sendCalendarFile } from './calendar-file.ts'
import { customerInvoiceRoutes } from './invoice.tsx'
import { sendLink, showLostLink } from './lost-link.tsx'
import { commitQuote } from './manage-commit.tsx'
import { showManage } from './manage-page.tsx'
import { showMoveCheck } from './move-check.tsx'
import { offlineCopyPage, offlinePage } from './offline-page.tsx'
import { showPay } from './pay-page.tsx'
import { release } from './pay-release.ts'
import { askPaid, showPaid } from './pay-return.tsx'
import { startPay } from './pay-start.ts'
import { keep } from './result-kept.tsx'
import { leave } from './guest-leave.tsx'
import { showResult } from './result-page.ts'
import { showSuggest } from './suggest-page.tsx'
import { submitSuggest } from './suggest-submit.tsx'
import { undo } from './undo-commit.tsx'

/** What a customer does with a link: look, pay, cancel, move, keep. The token in the address is the only credential. */
export function manageRoutes(): Hono<WebEnv> {
  const routes = new Hono<WebEnv>()
  routes.get('/b/:token', showManage)
  routes.post('/b/:token/changes', commitQuote)
  routes.get('/b/:token/move', showMoveCheck)
  routes.get('/b/:token/offline', offlineCopyPage)
  routes.get(paths.offline(), offlinePage)
  routes.post('/b/:token/keep', keep)
  routes.post('/b/:token/undo', undo)
  routes.post('/b/:token/leave', leave)
  routes.get('/b/:token/ask', showAsk).post(submitAsk)
  routes.post('/b/:token/ask/withdraw', submitWithdraw)
  routes.get('/b/:token/suggest', showSuggest).post(submitSuggest)
  routes.get('/b/:token/result', showResult)
  routes.get('/b/:token/pay', showPay)
  routes.post('/b/:token/pay', startPay)
  routes.get('/b/:token/pay/:payment', showPaid)
  routes.post('/b/:token/pay/:payment', askPaid)
  routes.post('/b/:token/release', release)
  routes.route('/', customerInvoiceRoutes())
  routes.get('/b/:token/:file{[0-9a-f-]+\\.ics}', sendCalendarFile)
  routes.get(paths.lostLink(), showLostLink)
  routes.post(paths.lostLink(), sendLink)
  return routes
}
