import { ButtonLink } from './button.tsx'

/** Newer and older pages of a list; there are no page numbers, because the list moves. */
export function Pager(props: {
  label: string
  previous?: { href: string; label: string } | undefined
  next?: { href: string; label: string } | undefined
}) {
  const { label, previous, next } = props
  if (!previous && !next) return null
  return (
    <nav class="pager row" data-spread aria-label={label}>
      {previous ? (
        <ButtonLink href={previous.href} icon="chevron-left" rel="prev">
          {previous.label}
        </ButtonLink>
      ) : (
        <span></span>
      )}
      {next ? (
        <ButtonLink href={next.href} rel="next">
          {next.label}
        </ButtonLink>
      ) : null}
    </nav>
  )
}
