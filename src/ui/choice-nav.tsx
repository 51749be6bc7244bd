import { Icon, type IconName } from './icons.tsx'

export type Choice = {
  href: string
  label: string
  icon?: IconName | undefined
  current?: boolean | undefined
  /** A few words under the label, such as "too late online". */
  note?: string | undefined
}

/** Reschedule, Cancel, Keep: links to pages, in the order given. A choice that is not possible keeps its place. */
export function ChoiceNav({ label, choices }: { label: string; choices: readonly Choice[] }) {
  return (
    <nav class="choice-nav" aria-label={label}>
      <ul>
        {choices.map((choice) => (
          <li>
            <a href={choice.href} aria-current={choice.current ? 'page' : undefined}>
              {choice.icon ? <Icon name={choice.icon} /> : null}
              <span>
                {choice.label}
                {choice.note ? <small>{choice.note}</small> : null}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
