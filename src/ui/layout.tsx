import type { Child } from 'hono/jsx'
import { Icon } from './icons.tsx'

/** Things one under another, with even gaps. */
export function Stack({
  gap,
  children,
}: {
  gap?: 'tight' | 'even' | 'section' | undefined
  children?: Child
}) {
  return (
    <div class="stack" data-gap={gap ?? 'even'}>
      {children}
    </div>
  )
}

/** Things side by side that wrap; `spread` pushes the first and the last apart. */
export function Row({ spread, children }: { spread?: boolean | undefined; children?: Child }) {
  return (
    <div class="row" data-spread={spread ? '' : undefined}>
      {children}
    </div>
  )
}

/** The heading of a page, with one sentence under it. */
export function PageHeading(props: {
  /** What the page is about, in small over the heading. */
  over?: Child
  title: Child
  lead?: Child
  back?: { href: string; label: string } | undefined
}) {
  return (
    <div class="page-heading">
      {props.back ? <BackLink {...props.back} /> : null}
      {props.over ? <p class="kicker">{props.over}</p> : null}
      <h1>{props.title}</h1>
      {props.lead ? <p>{props.lead}</p> : null}
    </div>
  )
}

export function BackLink({ href, label }: { href: string; label: string }) {
  return (
    <a class="back" href={href}>
      <Icon name="chevron-left" />
      {label}
    </a>
  )
}

/** A part of a page without a frame. */
export function Section({
  heading,
  id,
  children,
}: {
  heading: string
  id?: string | undefined
  children?: Child
}) {
  return (
    <section class="section" id={id}>
      <h2>{heading}</h2>
      {children}
    </section>
  )
}

/** A summary beside the choices where there is room (64rem), above them where there is not. */
export function SummaryLayout({ summary, children }: { summary: Child; children?: Child }) {
  return (
    <div class="summary-layout">
      <div>{summary}</div>
      <div>{children}</div>
    </div>
  )
}

/** The hidden fields of a form. */
export function HiddenFields({ fields }: { fields: Readonly<Record<string, string | undefined>> }) {
  return (
    <>
      {Object.entries(fields).map(([name, value]) =>
        value === undefined ? null : <input type="hidden" name={name} value={value} />,
      )}
    </>
  )
}
