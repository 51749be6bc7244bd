import type { Locale } from './locale.ts'

export function embeddingWords(_locale: Locale) {
  return {
    title: 'Embedding',
    lead: 'Show your booking pages inside your own sites.',
    sites: 'Sites that may show your pages',
    origins: 'Sites',
    originsHint: 'One address per line, such as https://example.com. What follows the name is left out.',
    note: 'A site that is not listed here cannot show your pages.',
    noteLinks: 'Plain links to a booking page work from everywhere.',
    saved: 'The sites are saved',
    submit: 'Save sites',

    none: 'No booking pages to embed yet',
    noneLine: 'Switch on a booking page that offers an event type. What to copy then stands here.',
    toPages: 'Open booking pages',
    snippets: 'What to copy into your site',
    snippetsLine: 'Paste one of these where the times should appear. The script is needed once per page.',
    wholePage: (page: string) => `All of ${page}`,
    inline: 'Inside the page',
    inlineHint: 'The times stand in your page, where this is.',
    popup: 'A link that opens them',
    popupHint: 'Without JavaScript the link leads to the booking page.',
    button: 'A floating button',
    buttonHint: 'Stays in the corner of your page and opens the times.',
    copyOf: (what: string, where: string) => `${what}, ${where}`,
    /** Stands on other people's sites, so it is in the organization's language. */
    book: 'Book a time',
  }
}
