import { webhookWords } from '#messages/settings-webhooks.ts'
import { paths } from '#paths.ts'
import type { WebhookEndpoint } from '#domain/notifications/webhook-endpoint.ts'
import { Banner } from '#ui/banner.tsx'
import { ButtonLink } from '#ui/button.tsx'
import { CopyBox } from '#ui/copy-box.tsx'
import { Row } from '#ui/layout.tsx'
import type { StaffContext } from '../staff-env.ts'
import { settingsPage } from './settings-page.tsx'

/** 200: the one page on which a signing secret stands. Neither the browser nor Turbo keeps it. */
export function showSecret(
  c: StaffContext,
  endpoint: WebhookEndpoint,
  secret: string,
): Response | Promise<Response> {
  const words = webhookWords(c.var.locale)
  c.header('cache-control', 'no-store')
  return settingsPage(
    c,
    { title: words.secretTitle, back: { href: paths.webhooks(), label: words.back } },
    <>
      <meta name="turbo-cache-control" content="no-cache" />
      <Banner kind="ok" title={words.saved} />
      <CopyBox id="secret" label={words.secret} hint={words.secretLine} text={secret} rows={2} />
      <Row>
        <ButtonLink kind="primary" href={paths.webhook(endpoint.id)}>
          {words.goOn}
        </ButtonLink>
      </Row>
    </>,
  )
}
