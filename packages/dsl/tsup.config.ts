import { defineConfig } from 'tsup'
import { tsupOptions } from '../../scripts/workspace/tsup-options.mjs'

export default defineConfig(tsupOptions())
