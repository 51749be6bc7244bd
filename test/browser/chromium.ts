import { spawnSync } from 'node:child_process'
import { accessSync, constants, globSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type Browser } from 'playwright-core'

/** A headless Chromium; it is found or, where that can be done, installed. Close it in `afterAll`. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await findOrInstall(), headless: true, args: flags })
}

// Root has no sandbox, and nothing but the pages under test may use the network.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

/** The path of a Chromium on this machine, or null. Looks at CHROMIUM_PATH, the system, then Playwright's folder. */
export function findChromium(): string | null {
  const given = process.env['CHROMIUM_PATH']
  if (given) {
    if (isProgram(given)) return given
    throw new Error(`CHROMIUM_PATH names ${given}, which is not a program.`)
  }
  return [...inPath(), ...macApplications, ...playwrightFolders()].find(isProgram) ?? null
}

function inPath(): string[] {
  // The one without windows of its own does the same in a third of the time.
  const names = [
    'chromium-headless-shell',
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
  ]
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name)))
}

const macApplications = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

function playwrightFolders(): string[] {
  const cache = process.env['PLAYWRIGHT_BROWSERS_PATH']
  const folders = cache
    ? [cache]
    : ['.cache/ms-playwright', 'Library/Caches/ms-playwright'].map((path) => join(homedir(), path))
  const programs = ['chrome', 'chrome-headless-shell', 'headless_shell', '*.app/Contents/MacOS/*']
  return folders.flatMap((folder) =>
    globSync(programs.map((program) => join(folder, 'chromium*-*', '*', program))).toSorted(),
  )
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

// Test files run side by side; the first one that finds nothing installs, the others wait for it.
async function findOrInstall(): Promise<string> {
  const lock = join(tmpdir(), 'kept-installs-chromium')
  for (let waited = 0; waited < 300_000; waited += 500) {
    const found = findChromium()
    if (found) return found
    if (takeLock(lock)) {
      try {
        install()
      } finally {
        rmSync(lock, { recursive: true, force: true })
      }
    }
    await sleep(500)
  }
  throw new Error('Chromium could not be installed within five minutes; install it and set CHROMIUM_PATH.')
}

function takeLock(path: string): boolean {
  try {
    mkdirSync(path)
    return true
  } catch {
    return false
  }
}

function install(): void {
  const asRoot = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0
  const steps = asRoot
    ? [
        ['apt-get', 'update'],
        ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'],
      ]
    : [[process.execPath, join('node_modules', 'playwright-core', 'cli.js'), 'install', 'chromium']]
  for (const [program, ...args] of steps) {
    process.stderr.write(`There is no Chromium here, so this runs now: ${program} ${args.join(' ')}\n`)
    const { status } = spawnSync(program!, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    if (status !== 0)
      throw new Error('Chromium could not be installed; install it and set CHROMIUM_PATH to its program.')
  }
}
