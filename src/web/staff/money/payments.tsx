import { listPayments, type ListedPayment } from '#domain/bookings/list-payments.ts'
import { shortWhen } from '#messages/dates.ts'
import { money } from '#messages/money.ts'
import { methodWord, paymentStateWord } from '#messages/staff-money.ts'
import { paymentWords } from '#messages/staff-payments.ts'
import { paths } from '#paths.ts'
import { spellReference } from '#platform/ids.ts'
import { ButtonLink } from '#ui/button.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { Fold } from '#ui/fold.tsx'
import { PageHeading, Row, Stack } from '#ui/layout.tsx'
import { Pager } from '#ui/pager.tsx'
import { DataTable } from '#ui/table.tsx'
import { fieldId, problemsOf, type FormProblems } from '../../customer/form-errors.ts'
import { staffFrame } from '../frame.tsx'
import type { StaffContext } from '../staff-env.ts'
import { PaymentState } from './money-states.tsx'
import { PAYMENT_METHODS, PAYMENT_STATES, paymentsAsked, type PaymentsAsked } from './payment-filters.ts'
import { MOST_IN_FILE } from './payments-csv.ts'

const PER_PAGE = 50

/** GET: every payment, newest first, narrowed by state, method and dates; filters live in the address. */
export async function paymentsPage(c: StaffContext): Promise<Response> {
  const { deps, scope, locale, viewer } = c.var
  const words = paymentWords(locale)
  const asked = paymentsAsked(c, viewer.zone)
  const { payments, next } = await listPayments(deps.context.reader, scope, {
    ...asked.filters,
    after: asked.after,
    take: PER_PAGE,
  })
  const problems = problemsOf(asked.errors, labelsOf(c), locale)
  const refused = problems.problems.length > 0
  return staffFrame(
    c,
    { title: words.title, current: 'payments', width: 'full', refused, status: refused ? 422 : 200 },
    <Stack gap="section">
      {refused ? <ErrorSummary heading={problems.heading} problems={problems.problems} /> : null}
      <PageHeading title={words.title} lead={words.lead} />
      <Filters c={c} asked={asked} problems={problems} />
      {payments.length === 0 ? <Nothing c={c} asked={asked} /> : <Payments c={c} payments={payments} />}
      <Pager
        label={words.pages}
        previous={asked.after ? { href: paths.payments(asked.typed), label: words.newest } : undefined}
        next={
          next ? { href: paths.payments({ ...asked.typed, after: next }), label: words.older } : undefined
        }
      />
      <Row>
        <ButtonLink href={paths.paymentsCsv(asked.typed)} icon="download" download>
          {words.csv}
        </ButtonLink>
        <ButtonLink href={paths.staffInvoices()}>{words.invoices}</ButtonLink>
      </Row>
      <p class="small quiet">{words.csvHint(MOST_IN_FILE.toLocaleString(locale))}</p>
    </Stack>,
  )
}

function labelsOf(c: StaffContext): Record<string, string> {
  const { state, method, from, to } = paymentWords(c.var.locale)
  return { state, method, from, to }
}

function Filters({ c, asked, problems }: { c: StaffContext; asked: PaymentsAsked; problems: FormProblems }) {
  const words = paymentWords(c.var.locale)
  const { typed } = asked
  const isFiltered = Object.keys(typed).length > 0
  return (
    <FilterBar
      action={paths.payments()}
      label={words.filters}
      submitLabel={words.show}
      reset={isFiltered ? { href: paths.payments(), label: words.reset } : undefined}
    >
      <Select
        id={fieldId('state')}
        name="state"
        label={words.state}
        value={typed['state'] ?? ''}
        error={problems.of('state')}
        options={[
          { value: '', label: words.anyState },
          ...PAYMENT_STATES.map((state) => ({ value: state, label: paymentStateWord(state) })),
        ]}
      />
      <Select
        id={fieldId('method')}
        name="method"
        label={words.method}
        value={typed['method'] ?? ''}
        error={problems.of('method')}
        options={[
          { value: '', label: words.anyMethod },
          ...PAYMENT_METHODS.map((method) => ({ value: method, label: methodWord({ method }) })),
        ]}
      />
      <Fold label={words.dates} open={Boolean(typed['from'] ?? typed['to'])}>
        {(['from', 'to'] as const).map((name) => (
          <TextField
            id={fieldId(name)}
            name={name}
            type="date"
            label={words[name]}
            value={typed[name]}
            error={problems.of(name)}
          />
        ))}
      </Fold>
    </FilterBar>
  )
}

function Payments({ c, payments }: { c: StaffContext; payments: readonly ListedPayment[] }) {
  const { locale, viewer } = c.var
  const words = paymentWords(locale)
  return (
    <DataTable
      caption={words.caption}
      captionHidden
      columns={[
        { label: words.customer },
        { label: words.booking },
        { label: words.date },
        { label: words.method },
        { label: words.state },
        { label: words.amount, numeric: true },
        { label: words.refunded, numeric: true },
      ]}
      rows={payments.map((payment) => ({
        href: `${paths.staffBooking(payment.bookingId)}#money`,
        cells: [
          <bdi>{payment.customerName}</bdi>,
          spellReference(payment.bookingReference),
          shortWhen(payment.createdAt, viewer.zone, locale, viewer.now),
          <bdi>{methodWord(payment)}</bdi>,
          <>
            <PaymentState state={payment.state} purpose={payment.purpose} />
            {payment.isDisputed ? <span class="small quiet"> {words.disputed}</span> : null}
          </>,
          payment.purpose === 'card' ? '' : money(payment.amountMinor, payment.currency, locale),
          payment.refundedMinor > 0n ? money(payment.refundedMinor, payment.currency, locale) : '',
        ],
      }))}
    />
  )
}

function Nothing({ c, asked }: { c: StaffContext; asked: PaymentsAsked }) {
  const words = paymentWords(c.var.locale)
  return Object.keys(asked.typed).length === 0 ? (
    <EmptyPanel heading={words.none}>{words.noneLine}</EmptyPanel>
  ) : (
    <EmptyPanel heading={words.noneFound}>{words.noneFoundLine}</EmptyPanel>
  )
}
