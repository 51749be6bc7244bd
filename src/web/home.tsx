import { homeText } from '#messages/frame.ts'
import { localeOf } from '#messages/locale.ts'
import { paths } from '#paths.ts'
import { Card } from '#ui/card.tsx'
import { PageHeading, Row, Stack } from '#ui/layout.tsx'
import { ButtonLink } from '#ui/button.tsx'
import { PlainPage } from '#ui/page.tsx'
import { assetPath } from './assets.ts'
import type { WebContext } from './deps.ts'

/** The front page: leads customers to their mail and staff to the sign-in; in a demonstration also to what to try. */
export function homePage(c: WebContext): Response | Promise<Response> {
  const locale = localeOf(c.req.header('accept-language'))
  const text = homeText(locale)
  return c.html(
    <PlainPage
      title={text.title}
      lang={locale}
      brand="Kept"
      stylesheet={assetPath('src/ui/styles/customer.css')}
      nonce={c.var.nonce}
      index
    >
      <Stack gap="section">
        <PageHeading title={text.title} lead={text.lead} />
        <Card heading={text.forCustomers} kind="plain">
          <p>{text.forCustomersLine}</p>
          <Row>
            <ButtonLink href={paths.lostLink()} icon="mail">
              {text.lostLink}
            </ButtonLink>
          </Row>
        </Card>
        <Card heading={text.forStaff} kind="plain">
          <Row>
            <ButtonLink href={paths.signIn()} icon="user">
              {text.signIn}
            </ButtonLink>
          </Row>
        </Card>
      </Stack>
    </PlainPage>,
  )
}
