// A process that only does the bare `yaml` parse of a file.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

parse(readFileSync(process.argv[2], 'utf8'))
