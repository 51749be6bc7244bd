import { webhookWords } from '#messages/settings-webhooks.ts'
import { paths } from '#paths.ts'
import type { WebhookEndpoint } from '#domain/notifications/webhook-endpoint.ts'
import { listWebhookEndpoints } from '#domain/notifications/webhook-endpoints.ts'
import { ButtonLink } from '#ui/button.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { Row } from '#ui/layout.tsx'
import { StatusChip } from '#ui/status-chip.tsx'
import { DataTable } from '#ui/table.tsx'
import type { StaffContext } from '../staff-env.ts'
import { settingsPage } from './settings-page.tsx'

/** GET: every address that is told of events, and whether it takes them. */
export async function showWebhooks(c: StaffContext): Promise<Response> {
  const words = webhookWords(c.var.locale)
  const found = await listWebhookEndpoints(c.var.deps.context.reader, c.var.scope)
  const endpoints = found.ok ? found.value : []
  const add = (
    <ButtonLink kind="primary" href={paths.newWebhook()}>
      {words.add}
    </ButtonLink>
  )
  return settingsPage(
    c,
    { title: words.title, lead: words.lead, saved: words.removed },
    endpoints.length === 0 ? (
      <EmptyPanel heading={words.none} action={add}>
        {words.noneLine}
      </EmptyPanel>
    ) : (
      <>
        <Row>{add}</Row>
        <DataTable
          caption={words.title}
          captionHidden
          columns={[words.address, words.events, words.state, words.made].map((label) => ({ label }))}
          rows={endpoints.map((endpoint) => ({
            href: paths.webhook(endpoint.id),
            cells: [
              <Address endpoint={endpoint} />,
              endpoint.kinds.length === 0 ? words.allEvents : endpoint.kinds.join(', '),
              <EndpointState c={c} endpoint={endpoint} />,
              <bdi>{endpoint.createdBy.name}</bdi>,
            ],
          }))}
        />
      </>
    ),
  )
}

function Address({ endpoint: { url, description } }: { endpoint: WebhookEndpoint }) {
  return <bdi>{description ? `${description} (${url})` : url}</bdi>
}

function EndpointState({ c, endpoint }: { c: StaffContext; endpoint: WebhookEndpoint }) {
  const words = webhookWords(c.var.locale)
  const why = endpoint.disabledBecause
  if (why === null) return <StatusChip kind="completed" label={words.on} />
  return <StatusChip kind={why === 'switched_off' ? 'neutral' : 'needs_you'} label={words.off[why]} />
}
