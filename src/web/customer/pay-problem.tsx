import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { payText } from '#messages/pay.ts'
import type { PayRefusal } from '#domain/bookings/start-payment.ts'
import { Banner } from '#ui/banner.tsx'
import type { ManageView } from './manage-view.ts'

/** What a page says that came back because the payment could not begin (ux M16). */
export interface PayProblem {
  status: ContentfulStatusCode
  notice: Child
}

/** What to say of a payment that could not begin; nothing where the page itself says what is the matter. */
export function problemOf(view: ManageView, refusal: PayRefusal): PayProblem | undefined {
  const { check } = payText(view.locale)
  if (refusal.code !== 'provider_failed') return { status: 409, notice: null }
  return refusal.unsure ? unsureNotice(view) : warning(502, check.refusedTitle, check.refusedLine)
}

/** The provider did not answer, so nobody knows. */
export function unsureNotice(view: ManageView): PayProblem {
  const { check } = payText(view.locale)
  return warning(503, check.unsureTitle, check.unsureLine)
}

function warning(status: PayProblem['status'], title: string, line: string): PayProblem {
  return {
    status,
    notice: (
      <Banner kind="warn" title={title}>
        {line}
      </Banner>
    ),
  }
}
