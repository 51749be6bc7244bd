import { homeText } from '#messages/frame.ts'
import { localeOf, type Locale } from '#messages/locale.ts'
import { isUnclaimed } from '#domain/organizations/set-up.ts'
import { paths } from '#paths.ts'
import { Card } from '#ui/card.tsx'
import { PageHeading, Row, Stack } from '#ui/layout.tsx'
import { ButtonLink } from '#ui/button.tsx'
import { PlainPage } from '#ui/page.tsx'
import { CLINIC } from '../../db/town-clinic.ts'
import { HIRING } from '../../db/town-hiring.ts'
import { HOME_CARE } from '../../db/town-home-care.ts'
import { assetPath } from './assets.ts'
import type { WebContext } from './deps.ts'

/** Where the sample world can be booked (db/town.ts makes these pages). */
const SAMPLE_PAGES = [CLINIC, HIRING, HOME_CARE]

/** The front page: leads customers to their mail and staff to the sign-in; in a demonstration also to what to try. */
export async function homePage(c: WebContext): Promise<Response> {
  // Whoever opens an empty installation is about to set it up.
  if (await isUnclaimed(c.var.deps.context.reader)) return c.redirect(paths.setup(), 303)
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
        {c.var.deps.config.demo ? <SampleWorld locale={locale} /> : null}
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

function SampleWorld({ locale }: { locale: Locale }) {
  const text = homeText(locale)
  return (
    <Card heading={text.demo}>
      <p>{text.demoLine}</p>
      <Row>
        <ButtonLink kind="primary" href={paths.demo()}>
          {text.demoStates}
        </ButtonLink>
        {SAMPLE_PAGES.map(({ slug, name }) => (
          <ButtonLink href={paths.bookingPage(slug)}>{text.bookWith(name)}</ButtonLink>
        ))}
      </Row>
    </Card>
  )
}
