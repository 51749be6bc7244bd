import { newApiKeyWords } from '#messages/settings-api-keys.ts'
import { paths } from '#paths.ts'
import type { ApiScope } from '#domain/access/api-scopes.ts'
import { Banner } from '#ui/banner.tsx'
import { ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { CopyBox } from '#ui/copy-box.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { Row } from '#ui/layout.tsx'
import { staffFrame } from '../frame.tsx'
import type { StaffContext } from '../staff-env.ts'
import { settingsPage } from './settings-page.tsx'

/**
 * 200: the one page on which a key ever stands. Neither the browser nor Turbo keeps it: going back or loading it again
 * shows the list, or says that the form was sent before.
 */
export function showNewKey(
  c: StaffContext,
  made: { name: string; scopes: readonly ApiScope[] },
  key: string,
): Response | Promise<Response> {
  const words = newApiKeyWords(c.var.locale)
  const example = exampleFor(made.scopes, c.var.deps.config.publicUrl)
  c.header('cache-control', 'no-store')
  return settingsPage(
    c,
    { title: words.title, back: { href: paths.apiKeys(), label: words.back } },
    <>
      <meta name="turbo-cache-control" content="no-cache" />
      <Banner kind="ok" title={words.made(made.name)}>
        {words.once}
      </Banner>
      <CopyBox id="key" label={words.key} hint={words.keyHint} text={key} rows={2} />
      {example ? (
        <Card heading={words.tryIt}>
          <CopyBox id="example" label={words.example} hint={words.tryItLine} text={example} rows={3} />
        </Card>
      ) : null}
      <p>
        <a href={paths.apiDocs()} data-turbo="false">
          {words.reference}
        </a>
      </p>
      <Row>
        <ButtonLink kind="primary" href={paths.apiKeys()}>
          {words.done}
        </ButtonLink>
      </Row>
    </>,
  )
}

/** 409: the form was sent before, by a second press or by loading the page again. */
export function keyMadeAlready(c: StaffContext): Response | Promise<Response> {
  const words = newApiKeyWords(c.var.locale)
  return staffFrame(
    c,
    { title: words.againTitle, current: 'settings', status: 409 },
    <EmptyPanel
      level={1}
      heading={words.againTitle}
      action={<ButtonLink href={paths.apiKeys()}>{words.back}</ButtonLink>}
    >
      {`${words.againLine} ${words.againHelp}`}
    </EmptyPanel>,
  )
}

/** Something that a key with this scope can read at once. */
const EXAMPLES: [ApiScope, string][] = [
  ['bookings:read', '/v1/bookings'],
  ['event_types:read', '/v1/event-types'],
  ['booking_pages:read', '/v1/booking-pages'],
  ['organization:read', '/v1/organization'],
  ['team:read', '/v1/team-members'],
  ['policies:read', '/v1/policies'],
  ['customers:read', '/v1/customers'],
  ['payments:read', '/v1/payments'],
  ['refunds:read', '/v1/refunds'],
  ['invoices:read', '/v1/invoices'],
  ['facts:read', '/v1/facts'],
  ['deliveries:read', '/v1/deliveries'],
  ['webhooks:read', '/v1/webhook-endpoints'],
]

function exampleFor(scopes: readonly ApiScope[], publicUrl: string): string | null {
  const [, path] = EXAMPLES.find(([scope]) => scopes.includes(scope)) ?? []
  return path ? `curl -H "Authorization: Bearer $KEPT_KEY" \\\n  ${publicUrl}${path}` : null
}
