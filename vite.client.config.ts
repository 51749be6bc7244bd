import { globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

const outDir = 'dist/public'

// What browsers load: each entry becomes one file whose name holds a hash of its content.
export default defineConfig({
  publicDir: false,
  base: '/',
  build: {
    outDir,
    emptyOutDir: true,
    assetsDir: 'assets',
    // Fonts are fetched on their own, so that the stylesheet stays small and they stay cached.
    assetsInlineLimit: 0,
    manifest: 'manifest.json',
    target: ['chrome111', 'firefox115', 'safari16.4'],
    cssTarget: ['chrome111', 'firefox115', 'safari16.4'],
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: globSync([
        'src/client/{customer,staff,embed,api-try,offline}.ts',
        'src/ui/styles/{customer,staff}.css',
      ]),
    },
  },
  plugins: [pictures(), classicScript('embed'), precompress()],
})

/** Gives pictures that no stylesheet names, such as the favicon, a hashed address in the manifest too. */
function pictures(): Plugin {
  return {
    name: 'pictures',
    apply: 'build',
    buildStart() {
      for (const path of globSync('src/ui/*.svg')) {
        const source = readFileSync(path)
        this.emitFile({ type: 'asset', name: basename(path), originalFileName: path, source })
      }
    },
  }
}

/**
 * Other sites load this entry with a plain script element, where what stands at the top of a file belongs to the whole
 * page: the names of a site and ours would meet. A function around it keeps them apart.
 */
function classicScript(name: string): Plugin {
  return {
    name: 'classic-script',
    apply: 'build',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk' || file.name !== name) continue
        if (file.imports.length > 0 || file.exports.length > 0) this.error(`${name} must stand alone.`)
        file.code = `(()=>{${file.code.trim()}})();\n`
      }
    },
  }
}

/** Writes .br and .gz beside every file worth it; a server that compresses on each request wastes its time. */
function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    closeBundle() {
      const folder = join(outDir, 'assets')
      for (const name of readdirSync(folder).filter((file) => /\.(css|js|svg)$/.test(file))) {
        const content = readFileSync(join(folder, name))
        const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content, { params }))
        writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }))
      }
    },
  }
}
