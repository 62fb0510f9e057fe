import { conditional } from './conditional.js'
import type { Control } from './control.js'
import { loop } from './loop.js'
import { parallelGroup } from './parallel_group.js'

/** The code of the control step types, by type. Every other type is work. */
export const CONTROLS: Readonly<Record<string, Control>> = { loop, parallel_group: parallelGroup, conditional }
