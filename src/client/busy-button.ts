type Busy = { form: HTMLFormElement; button: HTMLElement | null; words: string }

const underWay = new Set<Busy>()

/** A form that changes something is sent once: the second press of its button does nothing, and the first one shows. */
export function guardSubmits() {
  const guard = (event: SubmitEvent) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || form.getAttribute('method') !== 'post') return
    if ([...underWay].some((busy) => busy.form === form)) {
      event.preventDefault()
      event.stopImmediatePropagation()
      return
    }
    showBusy(form, event.submitter)
    // Somebody who stops the page, or whose network drops the request, can press again; the server acts only once.
    setTimeout(restoreButtons, 15_000)
  }
  // On the way down, because Turbo lets nobody hear of the forms it takes over.
  addEventListener('submit', guard, { capture: true })
  // A page that comes back from the browser's memory would otherwise be busy for ever.
  addEventListener('pageshow', restoreButtons)
}

export function restoreButtons() {
  for (const { button, words } of underWay) {
    if (!button) continue
    button.removeAttribute('aria-disabled')
    button.removeAttribute('aria-busy')
    button.style.minInlineSize = ''
    setWords(button, words)
  }
  underWay.clear()
}

/* `disabled` would take the button's own name and value out of what is sent. */
function showBusy(form: HTMLFormElement, button: HTMLElement | null) {
  underWay.add({ form, button, words: button ? wordsOf(button) : '' })
  if (!button) return
  button.style.minInlineSize = `${button.offsetWidth}px`
  button.setAttribute('aria-disabled', 'true')
  button.setAttribute('aria-busy', 'true')
  if (button.dataset['busy']) setWords(button, button.dataset['busy'])
}

function wordsOf(button: HTMLElement) {
  return textPlace(button).textContent ?? ''
}

function setWords(button: HTMLElement, words: string) {
  textPlace(button).textContent = words
}

function textPlace(button: HTMLElement) {
  return button.querySelector('.button-text') ?? button
}
