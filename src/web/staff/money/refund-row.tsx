import { decisionsOpen } from '#domain/money/refund-states.ts'
import { shortWhen } from '#messages/dates.ts'
import { policySentence } from '#messages/policy.ts'
import { methodWord, wayWord } from '#messages/staff-money.ts'
import { ageInWords, refundWords } from '#messages/staff-refunds.ts'
import { paths } from '#paths.ts'
import { spellReference } from '#platform/ids.ts'
import { Banner } from '#ui/banner.tsx'
import { ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { DetailsList, type DetailsRow } from '#ui/details-list.tsx'
import { Row } from '#ui/layout.tsx'
import { RefundState } from './money-states.tsx'
import { RefundDecisions } from './refund-decisions.tsx'
import { whyNotApprove, type RefundRowProps } from './refund-shown.ts'

/** The form that approves several at once; the boxes of the rows belong to it. */
export const APPROVE_CHOSEN = 'approve-chosen'

/** One refund: amount, age, who or which rule asked and why, what went wrong, and what can be done (ux A6). */
export function RefundRow(props: RefundRowProps) {
  const { c, refund, tried } = props
  const words = refundWords(c.var.locale)
  const name = words.name(refund.amountMinor, refund.currency, refund.customerName)
  const canChoose = decisionsOpen(refund).includes('approve') && whyNotApprove(props) === null
  return (
    <div data-queue-row id={`refund-${refund.id}`}>
      <Card>
        <Row spread>
          <h3>
            <bdi>{name}</bdi>
          </h3>
          <RefundState state={refund.state} />
        </Row>
        {tried ? <Banner kind={tried.ok ? 'ok' : 'warn'} title={tried.said} /> : null}
        <Row>
          {canChoose ? <ChooseBox {...props} /> : null}
          <span data-queue-focus>
            <ButtonLink href={paths.staffBooking(refund.bookingId)} kind="link">
              {words.booking(spellReference(refund.bookingReference))}
            </ButtonLink>
          </span>
        </Row>
        <Failure {...props} />
        <DetailsList rows={factsOf(props)} />
        <RefundDecisions {...props} />
      </Card>
    </div>
  )
}

function ChooseBox({ c, refund }: RefundRowProps) {
  const words = refundWords(c.var.locale)
  const id = `choose-${refund.id}`
  return (
    <span class="choice">
      <input
        type="checkbox"
        id={id}
        name="refund"
        value={refund.id}
        form={APPROVE_CHOSEN}
        data-queue-choose
      />
      <label for={id}>{words.choose(refund.amountMinor, refund.currency, refund.customerName)}</label>
    </span>
  )
}

function Failure({ c, refund }: RefundRowProps) {
  if (refund.failure === '') return null
  const words = refundWords(c.var.locale)
  const said = words.failures[refund.failure] ?? refund.failure
  return (
    <Banner kind="danger" title={words.problem}>
      <bdi dir="auto">{said}</bdi>
      {refund.state === 'failed' ? <p>{words.failedLater}</p> : null}
    </Banner>
  )
}

function factsOf({ c, refund, rule }: RefundRowProps): DetailsRow[] {
  const { locale, viewer } = c.var
  const words = refundWords(locale)
  const age = ageInWords(refund.createdAt, viewer.now)
  const sentence = rule && policySentence('cancel', rule.rule, 'booking', refund.currency, locale)
  const row = (term: string, detail: string, note: string | undefined = ''): DetailsRow[] =>
    detail === ''
      ? []
      : [{ term, detail: <bdi dir="auto">{detail}</bdi>, ...(note ? { note: <bdi>{note}</bdi> } : {}) }]
  const asked = refund.requestedBy
    ? words.askedBy(refund.requestedBy.name)
    : (words.causes[refund.cause] ?? refund.cause)
  const reason = refund.reason ? words.said(refund.reason) : ''
  return [
    ...row(
      words.age,
      age ? words.ago(age) : words.now,
      shortWhen(refund.createdAt, viewer.zone, locale, viewer.now),
    ),
    ...row(
      words.why,
      reason ? `${asked}: ${reason}` : asked,
      sentence && words.policyVersion(rule.version, sentence),
    ),
    ...row(words.way, wayWord(refund.way), words.paidBy(methodWord(refund))),
    ...row(words.approvedBy, refund.approvedBy ?? ''),
    ...row(words.reference, refund.reference || (refund.providerReference ?? '')),
  ]
}
