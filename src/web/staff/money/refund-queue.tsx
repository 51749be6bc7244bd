import { may } from '#domain/access/scope.ts'
import { listRefunds, type ListedRefund } from '#domain/bookings/list-refunds.ts'
import { cancelRulesOf } from '#domain/bookings/money-of-booking.ts'
import { refundLimitOf } from '#domain/bookings/refund-limits.ts'
import { refundStateWord } from '#messages/staff-money.ts'
import { refundWords } from '#messages/staff-refunds.ts'
import { paths } from '#paths.ts'
import type { Reader } from '#platform/db.ts'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { Select } from '#ui/field.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { HiddenFields, PageHeading, Row, Section, Stack } from '#ui/layout.tsx'
import { Pager } from '#ui/pager.tsx'
import { fieldId } from '../../customer/form-errors.ts'
import { staffFrame } from '../frame.tsx'
import { queryText, wordFor } from '../request.ts'
import type { StaffContext } from '../staff-env.ts'
import { EVERY_REFUND, REFUND_STATES, refundsAsked, type RefundsAsked } from './refund-asked.ts'
import { APPROVE_CHOSEN, RefundRow } from './refund-row.tsx'
import type { RefundTried } from './refund-shown.ts'

const PER_PAGE = 25

/** GET: what waits for a person, or the refunds of one state (ux A6). */
export function refundQueuePage(c: StaffContext): Promise<Response> {
  const asked = refundsAsked(new URL(c.req.url).searchParams)
  return queueView(c, asked, { status: 200, tried: [] }, c.var.deps.context.reader)
}

interface QueueShown {
  status: 200 | 409 | 422
  tried: readonly RefundTried[]
  /** Over the results of several. */
  summary?: string
}

/** The queue as it stands now, with what was just tried at the top and in its rows. */
export async function queueView(
  c: StaffContext,
  asked: RefundsAsked,
  shown: QueueShown,
  db: Reader,
): Promise<Response> {
  const { scope, locale } = c.var
  const words = refundWords(locale)
  const { refunds, next } = await listRefunds(db, scope, {
    ...asked.filters,
    after: asked.after,
    take: PER_PAGE,
  })
  const ruled = refunds.filter((refund) => refund.cause === 'policy').map((refund) => refund.bookingId)
  const [rules, limit] = await Promise.all([cancelRulesOf(db, scope, ruled), refundLimitOf(db, scope)])
  return staffFrame(
    c,
    { title: words.title, current: 'refunds', status: shown.status, refused: shown.status !== 200 },
    <Stack gap="section">
      <PageHeading title={words.title} lead={words.lead} />
      <Results c={c} shown={shown} />
      <Filters c={c} asked={asked} />
      {refunds.length === 0 ? (
        <Nothing c={c} asked={asked} />
      ) : (
        <Rows c={c} asked={asked} refunds={refunds} rules={rules} limit={limit} tried={shown.tried} />
      )}
      <Pager
        label={words.pages}
        previous={
          asked.after ? { href: paths.refundQueue({ state: asked.view }), label: words.first } : undefined
        }
        next={
          next
            ? { href: paths.refundQueue({ state: asked.view, after: next }), label: words.next }
            : undefined
        }
      />
    </Stack>,
  )
}

/** What was tried: one line for each refund, because what is done has left the list. */
function Results({ c, shown }: { c: StaffContext; shown: QueueShown }) {
  const words = refundWords(c.var.locale)
  const done = wordFor(words.outcome, queryText(c, 'done'))
  const number = Number(queryText(c, 'count') ?? '1')
  if (shown.tried.length === 0 && !shown.summary) {
    if (!done || c.req.method !== 'GET') return null
    const many = Number.isInteger(number) && number > 1 && number <= PER_PAGE
    return <Banner kind="ok" title={many ? words.doneMany(number) : `${done}.`} />
  }
  return (
    <Banner kind="warn" title={shown.summary ?? words.outcomes} live>
      {shown.tried.length > 0 ? (
        <ul>
          {shown.tried.map((entry) => (
            <li>
              <bdi>{entry.said}</bdi>
            </li>
          ))}
        </ul>
      ) : null}
    </Banner>
  )
}

function Filters({ c, asked }: { c: StaffContext; asked: RefundsAsked }) {
  const words = refundWords(c.var.locale)
  const link = (label: string, state: string | undefined) => ({
    href: paths.refundQueue({ state }),
    label,
    current: asked.view === state,
  })
  return (
    <FilterBar
      action={paths.refundQueue()}
      label={words.filters}
      submitLabel={words.show}
      views={{
        label: words.views,
        links: [
          link(words.waiting, undefined),
          link(words.handBack, 'approved'),
          link(words.all, EVERY_REFUND),
        ],
      }}
    >
      <Select
        id={fieldId('state')}
        name="state"
        label={words.state}
        value={asked.view ?? ''}
        options={[
          { value: '', label: words.waiting },
          { value: EVERY_REFUND, label: words.anyState },
          ...REFUND_STATES.map((state) => ({ value: state, label: refundStateWord(state) })),
        ]}
      />
    </FilterBar>
  )
}

interface RowsProps {
  c: StaffContext
  asked: RefundsAsked
  refunds: readonly ListedRefund[]
  rules: Awaited<ReturnType<typeof cancelRulesOf>>
  limit: bigint | null
  tried: readonly RefundTried[]
}

function Rows({ c, asked, refunds, rules, limit, tried }: RowsProps) {
  const { scope, locale } = c.var
  const words = refundWords(locale)
  return (
    <Section heading={words.list}>
      <p>
        {words.keys.map((key) => (
          <>
            <kbd>{key}</kbd>{' '}
          </>
        ))}
      </p>
      <div data-queue>
        <Stack>
          {refunds.map((refund) => (
            <RefundRow
              c={c}
              refund={refund}
              rule={refund.cause === 'policy' ? rules.get(refund.bookingId) : undefined}
              limit={limit}
              here={asked.here}
              tried={tried.find((entry) => entry.refundId === refund.id)}
            />
          ))}
        </Stack>
      </div>
      {may(scope, 'refund.approve') && refunds.some((refund) => refund.state === 'requested') ? (
        <form method="post" action={paths.refundQueue()} id={APPROVE_CHOSEN}>
          <HiddenFields fields={{ back: asked.here }} />
          <Row>
            <Button busyLabel={words.approving}>{words.chosen}</Button>
          </Row>
        </form>
      ) : null}
    </Section>
  )
}

function Nothing({ c, asked }: { c: StaffContext; asked: RefundsAsked }) {
  const words = refundWords(c.var.locale)
  return asked.view === undefined && asked.after === null ? (
    <EmptyPanel heading={words.none}>{words.noneLine}</EmptyPanel>
  ) : (
    <EmptyPanel heading={words.noneFound}>{words.noneFoundLine}</EmptyPanel>
  )
}
