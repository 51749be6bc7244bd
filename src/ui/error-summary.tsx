export type FieldProblem = { href: string; text: string }

/** Stands at the top of a page whose form was refused; it takes focus as the page loads, also without JavaScript. */
export function ErrorSummary(props: {
  heading: string
  /** What stays as it was, before the links to what does not. */
  lead?: string | undefined
  problems: readonly FieldProblem[]
}) {
  const { heading, lead, problems } = props
  return (
    <div class="error-summary" role="group" aria-labelledby="error-summary-heading" tabindex={-1} autofocus>
      <h2 id="error-summary-heading">{heading}</h2>
      {lead ? <p>{lead}</p> : null}
      <ul>
        {problems.map((problem) => (
          <li>
            <a href={problem.href}>{problem.text}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}
