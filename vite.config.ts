import { defineConfig } from 'vite'

// The program: one file with its source map; packages stay in node_modules.
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  publicDir: false,
  ssr: { target: 'node', noExternal: [], external: true },
  build: {
    ssr: 'src/main.ts',
    outDir: 'dist',
    // dist/public belongs to the other build.
    emptyOutDir: false,
    target: 'esnext',
    minify: false,
    sourcemap: true,
    reportCompressedSize: false,
    rolldownOptions: { output: { entryFileNames: 'main.js', codeSplitting: false } },
  },
})
