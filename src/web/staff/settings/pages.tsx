import { pageWords } from '#messages/settings-event-types.ts'
import { formWords } from '#messages/settings.ts'
import { paths } from '#paths.ts'
import { listPages } from '#domain/event-types/save-page.ts'
import { ButtonLink } from '#ui/button.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { Row } from '#ui/layout.tsx'
import { StatusChip } from '#ui/status-chip.tsx'
import { DataTable } from '#ui/table.tsx'
import type { StaffContext } from '../staff-env.ts'
import { settingsPage } from './settings-page.tsx'

/** GET: every booking page with its public address. */
export async function showPages(c: StaffContext): Promise<Response> {
  const words = pageWords(c.var.locale)
  const common = formWords(c.var.locale)
  const pages = await listPages(c.var.deps.context.reader, c.var.scope)
  const add = (
    <ButtonLink kind="primary" href={paths.newPage()}>
      {words.add}
    </ButtonLink>
  )
  if (pages.length === 0) {
    const nothing = (
      <EmptyPanel heading={words.none} action={add}>
        {words.noneLine}
      </EmptyPanel>
    )
    return settingsPage(c, { title: words.title, lead: words.lead }, nothing)
  }
  const rows = pages.map((page) => ({
    href: paths.page(page.id),
    cells: [
      <bdi>{page.title}</bdi>,
      page.slug ? <PublicAddress c={c} slug={page.slug} /> : '',
      <StatusChip
        kind={page.active ? 'scheduled' : 'neutral'}
        label={page.active ? common.on : common.off}
      />,
    ],
  }))
  const columns = Object.values(words.columns).map((label) => ({ label }))
  return settingsPage(
    c,
    { title: words.title, lead: words.lead, saved: words.saved },
    <>
      <Row>{add}</Row>
      <DataTable caption={words.title} captionHidden columns={columns} rows={rows} />
    </>,
  )
}

/** The address customers use, whole, so that it can be copied. */
export function PublicAddress({ c, slug }: { c: StaffContext; slug: string }) {
  const address = `${c.var.deps.config.publicUrl}${paths.bookingPage(slug)}`
  return <a href={paths.bookingPage(slug)}>{address}</a>
}
