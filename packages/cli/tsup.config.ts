import { copyFileSync } from 'node:fs'
import { defineConfig } from 'tsup'
import { tsupOptions } from '../../scripts/workspace/tsup-options.mjs'

export default defineConfig({
  ...tsupOptions(),
  // `odp mcp` shows it to agents.
  onSuccess: async () => copyFileSync('../../docs/language.md', 'dist/language.md'),
})
