/** Opens Swagger UI on the page that tries the API. Its own file, which the page loads, leaves one global behind. */
interface SwaggerUi {
  (options: Record<string, unknown>): void
  presets: { apis: unknown }
}

const place = document.getElementById('viewer')

if (place) {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches)
  follow()
  dark.addEventListener('change', follow)
  addEventListener('load', () => void open(place))
}

async function open(place: HTMLElement) {
  const answer = await fetch(place.dataset['document'] ?? '')
  const spec = (await answer.json()) as { info: { description?: string } }
  // The guide stands on the page that led here.
  delete spec.info.description
  const { SwaggerUIBundle } = globalThis as unknown as { SwaggerUIBundle: SwaggerUi }
  SwaggerUIBundle({
    domNode: place,
    spec,
    presets: [SwaggerUIBundle.presets.apis],
    // Nothing is sent anywhere to be checked, and a key is forgotten with the page.
    validatorUrl: null,
    persistAuthorization: false,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    deepLinking: false,
  })
}
