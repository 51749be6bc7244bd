import { embeddingWords } from '#messages/settings-embedding.ts'
import { paths } from '#paths.ts'
import type { BookablePage } from '#domain/event-types/list-bookable.ts'
import { ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { CopyBox, CopyBoxes } from '#ui/copy-box.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { Fold } from '#ui/fold.tsx'
import { Stack } from '#ui/layout.tsx'
import type { StaffContext } from '../staff-env.ts'

/** For each booking page and each event type on it, what to copy into another site. */
export function Snippets({ c, pages }: { c: StaffContext; pages: BookablePage[] }) {
  const words = embeddingWords(c.var.locale)
  if (pages.length === 0) {
    const toPages = <ButtonLink href={paths.pages()}>{words.toPages}</ButtonLink>
    return (
      <EmptyPanel heading={words.none} action={toPages}>
        {words.noneLine}
      </EmptyPanel>
    )
  }
  return (
    <Stack gap="section">
      <Stack>
        <h2>{words.snippets}</h2>
        <p>{words.snippetsLine}</p>
      </Stack>
      {pages.map((page) => (
        <Card id={`embed-${page.slug}`} heading={page.title} level={3}>
          <Target c={c} name={words.wholePage(page.title)} page={page.slug} />
          {page.eventTypes.map((eventType) => (
            <Target c={c} name={eventType.name} page={page.slug} eventType={eventType.slug} />
          ))}
        </Card>
      ))}
    </Stack>
  )
}

interface TargetProps {
  c: StaffContext
  name: string
  page: string
  /** Without one, the visitor chooses on the page. */
  eventType?: string
}

function Target({ c, name, page, eventType }: TargetProps) {
  const words = embeddingWords(c.var.locale)
  const snippets = snippetsFor(c.var.deps.config.publicUrl, words.book, page, eventType)
  const kinds = [
    { key: 'inline', label: words.inline, hint: words.inlineHint },
    { key: 'popup', label: words.popup, hint: words.popupHint },
    { key: 'button', label: words.button, hint: words.buttonHint },
  ] as const
  return (
    <Fold label={name}>
      <CopyBoxes>
        {kinds.map(({ key, label, hint }) => (
          <CopyBox
            id={['embed', page, eventType, key].filter(Boolean).join('_')}
            label={words.copyOf(label, name)}
            hint={hint}
            text={snippets[key]}
            rows={4}
          />
        ))}
      </CopyBoxes>
    </Fold>
  )
}

/** The three ways to show booking pages elsewhere; the script finds them in the page by these names. */
function snippetsFor(publicUrl: string, book: string, page: string, eventType?: string) {
  const script = `<script src="${publicUrl}${paths.embedScript()}" async></script>`
  const what = eventType ? `page="${page}" event-type="${eventType}"` : `page="${page}"`
  const address = `${publicUrl}${eventType ? paths.times(page, eventType) : paths.bookingPage(page)}`
  return {
    inline: `${script}\n<kept-booking ${what}></kept-booking>`,
    popup: `${script}\n<a href="${address}" data-kept-popup>${book}</a>`,
    button: `${script}\n<kept-booking-button ${what} label="${book}"></kept-booking-button>`,
  }
}
