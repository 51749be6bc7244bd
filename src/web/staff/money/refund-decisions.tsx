import type { Child } from 'hono/jsx'
import { may } from '#domain/access/scope.ts'
import { decisionsOpen } from '#domain/money/refund-states.ts'
import { moneyProblem } from '#messages/staff-money-problems.ts'
import { refundWords } from '#messages/staff-refunds.ts'
import { paths } from '#paths.ts'
import { Button } from '#ui/button.tsx'
import { TextArea, TextField } from '#ui/field.tsx'
import { Fold } from '#ui/fold.tsx'
import { HiddenFields, Row, Stack } from '#ui/layout.tsx'
import { typedOfMinor } from '../settings/typed-money.ts'
import { isWaiting, whyNotApprove, type RefundRowProps } from './refund-shown.ts'

/** What can be done to a refund now. Whoever may not approve sees why, and nothing to press. */
export function RefundDecisions(props: RefundRowProps) {
  const { c, refund } = props
  const words = refundWords(c.var.locale)
  const open = decisionsOpen(refund)
  const mayDecide = may(c.var.scope, 'refund.approve')
  if (open.length === 0) return null
  return (
    <Stack>
      <Row>
        {open.includes('approve') ? <Approve {...props} /> : null}
        {mayDecide && open.includes('retry') ? (
          <Act
            {...props}
            act="retry"
            kind="primary"
            label={words.retry(refund.amountMinor, refund.currency)}
          />
        ) : null}
        {mayDecide && open.includes('ask_again') && !isWaiting(props) ? (
          <Act {...props} act="ask_again" label={words.askAgain} />
        ) : null}
        {mayDecide && open.includes('note_seen') && refund.state === 'failed' ? (
          <Act {...props} act="note_seen" label={words.noteSeen} />
        ) : null}
      </Row>
      {open.includes('mark_paid_back') &&
      !isWaiting(props) &&
      (mayDecide || may(c.var.scope, 'refund.request')) ? (
        <PaidBack {...props} />
      ) : null}
      {mayDecide && open.includes('reject') ? <LowerOrReject {...props} /> : null}
    </Stack>
  )
}

function Approve(props: RefundRowProps) {
  const { c, refund } = props
  const words = refundWords(c.var.locale)
  const label = words.approve(refund.amountMinor, refund.currency)
  const why = whyNotApprove(props)
  if (why !== null) {
    return (
      <Button kind="quiet" id={`approve-${refund.id}`} disabledReason={why}>
        {label}
      </Button>
    )
  }
  return <Act {...props} act="approve" kind="primary" label={label} />
}

function Act(
  props: RefundRowProps & { act: string; label: string; kind?: 'primary' | 'quiet'; children?: Child },
) {
  const { c, refund, act, label } = props
  return (
    <form method="post" action={paths.refundAct(refund.id, act)} novalidate data-queue-act={act}>
      <HiddenFields fields={{ back: props.here }} />
      <Stack>
        {props.children}
        <Button kind={props.kind ?? 'quiet'} busyLabel={refundWords(c.var.locale).saving}>
          {label}
        </Button>
      </Stack>
    </form>
  )
}

function LowerOrReject(props: RefundRowProps) {
  const { c, refund, tried } = props
  const { locale } = c.var
  const words = refundWords(locale)
  const canLower = decisionsOpen(refund).includes('change')
  const error = (name: string) => {
    const problem = tried?.problems?.[name]
    return problem && moneyProblem(problem, locale)
  }
  const label = canLower ? words.more : words.rejectOnly
  return (
    <Fold label={label} open={Boolean(error('amount') ?? error('reason'))}>
      <Stack>
        {canLower ? (
          <Act {...props} act="change" label={words.lowerSubmit}>
            <TextField
              id={`amount-${refund.id}`}
              name="amount"
              label={words.lower}
              value={tried?.typed?.['amount'] ?? typedOfMinor(refund.amountMinor, refund.currency)}
              error={error('amount')}
              inputmode="decimal"
              width="short"
              suffix={refund.currency}
            />
          </Act>
        ) : null}
        <Act {...props} act="reject" label={words.reject(refund.amountMinor, refund.currency)}>
          <TextArea
            id={`reason-${refund.id}`}
            name="reason"
            label={words.rejectReason}
            hint={words.rejectHint}
            value={tried?.typed?.['reason'] ?? ''}
            error={error('reason')}
            rows={2}
          />
        </Act>
      </Stack>
    </Fold>
  )
}

function PaidBack(props: RefundRowProps) {
  const { c, refund, tried } = props
  const words = refundWords(c.var.locale)
  const problem = tried?.problems?.['reference']
  return (
    <Act
      {...props}
      act="paid_back"
      kind="primary"
      label={words.markPaidBack(refund.amountMinor, refund.currency)}
    >
      <TextField
        id={`reference-${refund.id}`}
        name="reference"
        label={words.paidBack}
        hint={words.paidBackHint}
        value={tried?.typed?.['reference'] ?? ''}
        error={problem && moneyProblem(problem, c.var.locale)}
        width="medium"
        dir="auto"
      />
    </Act>
  )
}
