import { defineConfig } from 'tsup'
import { selfContainedOptions } from '../../scripts/workspace/tsup-options.mjs'

export default defineConfig(selfContainedOptions())
