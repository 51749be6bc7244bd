import { Gallery } from '#ui/gallery.tsx'
import { PlainPage } from '#ui/page.tsx'
import { demoText } from '#messages/demo.ts'
import { assetPath } from '../assets.ts'
import type { WebContext } from '../deps.ts'

/** Every component in every state, for builders. */
export function galleryPage(c: WebContext): Response | Promise<Response> {
  return c.html(
    <PlainPage
      title={demoText.gallery}
      lang="en-GB"
      face="staff"
      stylesheet={assetPath('src/ui/styles/staff.css')}
      nonce={c.var.nonce}
    >
      <Gallery />
    </PlainPage>,
  )
}
