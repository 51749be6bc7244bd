import { Hono } from 'hono'
import { requirePermission } from '../../gate.ts'
import type { StaffEnv } from '../../staff-env.ts'
import { withForm } from '../settings-page.tsx'
import {
  saveChangedDiscountCode,
  saveNewDiscountCode,
  showDiscountCode,
  showNewDiscountCode,
} from './discount-code.tsx'
import { showDiscountCodes } from './discount-codes.tsx'
import { saveFinancial, showFinancial } from './financial.tsx'
import { saveProvider, showProviders } from './providers.tsx'

/** How the business is paid; all of it needs the one permission. */
export function moneySettingsRoutes(): Hono<StaffEnv> {
  const app = new Hono<StaffEnv>()
  const money = '/staff/settings/money'
  app.use(`${money}/*`, requirePermission('money.edit'))
  app.get(money, showFinancial).post(money, withForm(saveFinancial))
  app.get(`${money}/providers`, showProviders)
  app.post(`${money}/providers/:provider`, withForm(saveProvider))

  const codes = `${money}/discounts`
  app.get(codes, showDiscountCodes)
  app.get(`${codes}/new`, showNewDiscountCode).post(`${codes}/new`, withForm(saveNewDiscountCode))
  app
    .get(`${codes}/:discountCode`, showDiscountCode)
    .post(`${codes}/:discountCode`, withForm(saveChangedDiscountCode))
  return app
}
