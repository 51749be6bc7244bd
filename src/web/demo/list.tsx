import { DEMO_STATE_NAMES, demoText } from '#messages/demo.ts'
import { paths } from '#paths.ts'
import { PageHeading, Stack } from '#ui/layout.tsx'
import { PlainPage } from '#ui/page.tsx'
import { assetPath } from '../assets.ts'
import type { WebContext } from '../deps.ts'
import { DEMO_STATES } from './states.ts'

/** Every state of the pages as a link. */
export function demoList(c: WebContext): Response | Promise<Response> {
  return c.html(
    <PlainPage
      title={demoText.title}
      lang="en-GB"
      brand="Kept"
      stylesheet={assetPath('src/ui/styles/customer.css')}
      nonce={c.var.nonce}
    >
      <Stack gap="section">
        <PageHeading title={demoText.title} lead={demoText.lead} />
        <ul class="link-list">
          <li>
            <a href={paths.demoKey()}>{demoText.apiKey}</a>
          </li>
          <li>
            <a href={paths.apiDocs()}>{demoText.apiDocs}</a>
          </li>
        </ul>
        <ul class="link-list">
          {DEMO_STATES.map(({ id }) => (
            <li>
              <a href={paths.demoState(id)}>
                {id} {DEMO_STATE_NAMES[id]}
              </a>
            </li>
          ))}
        </ul>
      </Stack>
    </PlainPage>,
  )
}
