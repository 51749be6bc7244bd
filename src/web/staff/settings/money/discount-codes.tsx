import { shortDate } from '#messages/dates.ts'
import { discountWords, shareInWords } from '#messages/settings-money.ts'
import { formWords } from '#messages/settings.ts'
import { paths } from '#paths.ts'
import { listDiscountCodes, type DiscountCode } from '#domain/event-types/discount-codes.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { ButtonLink } from '#ui/button.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { Row } from '#ui/layout.tsx'
import { StatusChip } from '#ui/status-chip.tsx'
import { DataTable } from '#ui/table.tsx'
import type { StaffContext } from '../../staff-env.ts'
import { settingsPage } from '../settings-page.tsx'
import { lastInside } from './discount-code-form.ts'

/** GET: every discount code with how often it was used. */
export async function showDiscountCodes(c: StaffContext): Promise<Response> {
  const { reader } = c.var.deps.context
  const words = discountWords(c.var.locale)
  const codes = await listDiscountCodes(reader, c.var.scope)
  const { currency, zone } = await loadSettings(reader, c.var.scope)
  return settingsPage(
    c,
    {
      title: words.title,
      lead: words.lead,
      back: { href: paths.financialSettings(), label: words.backToMoney },
      saved: words.saved,
    },
    <>
      <Row>
        <ButtonLink kind="primary" href={paths.newDiscountCode()}>
          {words.add}
        </ButtonLink>
      </Row>
      {codes.length === 0 ? (
        <EmptyPanel heading={words.none}>{words.noneLine}</EmptyPanel>
      ) : (
        <CodeTable c={c} codes={codes} currency={currency} zone={zone} />
      )}
    </>,
  )
}

function CodeTable(props: { c: StaffContext; codes: DiscountCode[]; currency: string; zone: string }) {
  const { title, columns } = discountWords(props.c.var.locale)
  return (
    <DataTable
      caption={title}
      captionHidden
      columns={[
        { label: columns.code },
        { label: columns.discount, numeric: true },
        { label: columns.what },
        { label: columns.valid },
        { label: columns.uses, numeric: true },
        { label: columns.state },
      ]}
      rows={props.codes.map((code) => ({
        href: paths.discountCode(code.id),
        cells: cellsOf(props.c, code, props.currency, props.zone),
      }))}
    />
  )
}

function cellsOf(c: StaffContext, code: DiscountCode, currency: string, zone: string) {
  const { locale } = c.var
  const words = discountWords(locale)
  const common = formWords(locale)
  const day = (instant: Temporal.Instant | null) =>
    instant && shortDate(instant, zone, locale, c.var.viewer.now)
  const [from, until] = [day(code.validFrom), day(lastInside(code.validUntil))]
  return [
    code.code,
    shareInWords(code.amount, currency, locale),
    <bdi>{code.eventTypeName ?? words.everything}</bdi>,
    from || until ? words.span(from, until) : words.always,
    words.uses(code.uses, code.mostUses),
    <StatusChip kind={code.active ? 'scheduled' : 'neutral'} label={code.active ? common.on : common.off} />,
  ]
}
