import type { StepDefinition } from '../steps/define-step.js'

/** What a step is about, as colours tell it. The type stands in every label, so colour is never the only sign. */
export type StepKind = NonNullable<StepDefinition['about']> | 'control' | 'other'

/** The kind of a step; `other` for work of which its definition does not say it. */
export function stepKind(definition: StepDefinition | undefined, run: StepDefinition['run'] | undefined): StepKind {
  return run === 'control' ? 'control' : (definition?.about ?? 'other')
}

/** Fill and line of each kind: pale and dark tones of one hue, which people with any colour vision can read text on. */
export const KIND_COLORS: Readonly<Record<StepKind, { readonly fill: string; readonly line: string }>> = {
  source: { fill: '#d3e3f5', line: '#2f5b8c' },
  model: { fill: '#fbeec2', line: '#7a5f00' },
  code: { fill: '#ececec', line: '#555555' },
  platform: { fill: '#d5ede4', line: '#1f6650' },
  result: { fill: '#f9dcd0', line: '#8f4324' },
  control: { fill: '#ffffff', line: '#222222' },
  other: { fill: '#f7f7f7', line: '#777777' },
}
