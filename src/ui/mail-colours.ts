/**
 * Mail programs read neither style sheets nor custom properties, so these repeat the light and dark roles of
 * styles/tokens.css; mail.test.tsx holds them to it.
 */
export const light = {
  canvas: '#fbfaf6',
  surface: '#ffffff',
  sunken: '#f3f1ea',
  line: '#e1ddd2',
  'line-strong': '#857f71',
  ink: '#1b2321',
  'ink-2': '#48514d',
  accent: '#0b5f5a',
  'on-accent': '#ffffff',
  'ribbon-free': '#1e6a39',
  'ribbon-fee': '#b36b00',
  'ribbon-late': '#a1261d',
} as const

export const dark = {
  canvas: '#131716',
  surface: '#1b201e',
  sunken: '#0e1211',
  line: '#2f3633',
  'line-strong': '#7d8782',
  ink: '#ecefea',
  'ink-2': '#bac2bd',
  accent: '#72c9be',
  'on-accent': '#06211e',
  'ribbon-free': '#5db37a',
  'ribbon-fee': '#d99a36',
  'ribbon-late': '#f0796b',
} as const

export type MailRole = keyof typeof light
