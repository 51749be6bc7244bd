import { may } from '#domain/access/scope.ts'
import type { WebhookEndpoint } from '#domain/notifications/webhook-endpoint.ts'
import { listWebhookCalls, type WebhookCall } from '#domain/notifications/webhook-endpoints.ts'
import { shortWhen } from '#messages/dates.ts'
import { webhookWords } from '#messages/settings-webhooks.ts'
import { paths } from '#paths.ts'
import { Button, ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { Fold } from '#ui/fold.tsx'
import { HiddenFields, Row } from '#ui/layout.tsx'
import { DataTable } from '#ui/table.tsx'
import type { StaffContext } from '../staff-env.ts'
import { MessageState } from '../status.tsx'

interface PartProps {
  c: StaffContext
  endpoint: WebhookEndpoint
}

/** Newest messages on the page of a webhook; the outbox has all of them. */
const MOST_CALLS = 10

/** What was sent lately and what came of it, with the way to try the address. */
export async function Calls({ c, endpoint }: PartProps) {
  const words = webhookWords(c.var.locale)
  const { reader } = c.var.deps.context
  const calls = await listWebhookCalls(reader, c.var.scope, endpoint.id, MOST_CALLS)
  return (
    <Card heading={words.calls} id="calls">
      {calls.length === 0 ? <p class="quiet">{words.noCalls}</p> : <CallTable c={c} calls={calls} />}
      <form method="post" action={paths.webhook(endpoint.id)}>
        <Row>
          <Button kind="quiet" name="act" value="ping" busyLabel={words.pinging}>
            {words.ping}
          </Button>
          {may(c.var.scope, 'delivery.view') ? (
            <ButtonLink kind="quiet" href={paths.outbox()}>
              {words.toOutbox}
            </ButtonLink>
          ) : null}
        </Row>
      </form>
    </Card>
  )
}

function CallTable({ c, calls }: { c: StaffContext; calls: WebhookCall[] }) {
  const { locale, scope, viewer } = c.var
  const words = webhookWords(locale)
  const mayOpen = may(scope, 'delivery.view')
  return (
    <DataTable
      caption={words.calls}
      captionHidden
      columns={[
        { label: words.event },
        { label: words.state },
        { label: words.answer },
        { label: words.attempts, numeric: true },
        { label: words.when },
      ]}
      rows={calls.map((call) => ({
        ...(mayOpen ? { href: paths.delivery(call.deliveryId) } : {}),
        cells: [
          call.event ?? words.notWritten,
          <MessageState state={call.state} />,
          <bdi>{call.stateDetail}</bdi>,
          String(call.attempts),
          shortWhen(call.createdAt, viewer.zone, locale, viewer.now),
        ],
      }))}
    />
  )
}

/** How long the former secret is good for, and the way to a new one. The secret itself was shown before. */
export function Secret({ c, endpoint }: PartProps) {
  const { locale, viewer } = c.var
  const words = webhookWords(locale)
  const until = endpoint.previousSecretUntil
  return (
    <Card heading={words.secret}>
      <p>{words.secretShown}</p>
      {until ? <p>{words.overlap(shortWhen(until, viewer.zone, locale, viewer.now))}</p> : null}
      <Fold label={words.rotate}>
        <form method="post" action={paths.webhookSecret(endpoint.id)} data-turbo="false">
          <HiddenFields fields={{ generation: String(endpoint.secretGeneration) }} />
          <p class="small">{words.rotateLine}</p>
          <Button kind="quiet" busyLabel={words.rotating}>
            {words.rotate}
          </Button>
        </form>
      </Fold>
    </Card>
  )
}

/** One press shows what removing does, the next one does it. */
export function Removal({ c, endpoint }: PartProps) {
  const words = webhookWords(c.var.locale)
  return (
    <Fold label={words.removal}>
      <form method="post" action={paths.removeWebhook(endpoint.id)}>
        <p class="small">{words.removalLine}</p>
        <Button kind="danger" busyLabel={words.removing}>
          {words.remove}
        </Button>
      </form>
    </Fold>
  )
}
