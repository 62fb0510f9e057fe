/** What a step is about, as colours tell it. The type stands in every label, so colour is never the only sign. */
export type StepKind = 'source' | 'model' | 'code' | 'platform' | 'result' | 'control' | 'other'

const KINDS: Readonly<Record<string, StepKind>> = {
  crawler: 'source',
  ml_model: 'model',
  llm_flow: 'model',
  llm_agent: 'model',
  function: 'code',
  custom_code: 'code',
  wait_for_asset: 'platform',
  data_transform: 'platform',
  ml_training: 'platform',
  ml_serving: 'platform',
  validation: 'result',
  output: 'result',
}

/** The kind of a step type; `other` for the private types of an installation. */
export function stepKind(type: string, run: 'activity' | 'control' | undefined): StepKind {
  if (run === 'control') return 'control'
  return Object.hasOwn(KINDS, type) ? (KINDS[type] ?? 'other') : 'other'
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
