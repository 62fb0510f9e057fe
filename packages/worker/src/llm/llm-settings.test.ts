import { describe, expect, it } from 'vitest'
import { llmSettings } from './llm-settings.js'

describe('the environment', () => {
  it('says nothing of models without a key or an address', () => {
    expect(llmSettings({})).toBeUndefined()
    expect(llmSettings({ OPENAI_API_KEY: ' ', ODP_LLM_MODEL: 'm' })).toBeUndefined()
  })

  it('says where, which, for how long and for how much', () => {
    const settings = llmSettings({
      OPENAI_BASE_URL: 'http://127.0.0.1:1/v1',
      ODP_LLM_MODEL: 'm',
      ODP_LLM_MODELS: 'fast=tiny, strong=vendor/model=3',
      ODP_LLM_TIMEOUT_SECONDS: '5',
      ODP_LLM_COST_UNITS: '0.5',
    })
    expect(settings).toEqual({
      base_url: 'http://127.0.0.1:1/v1',
      model: 'm',
      aliases: { fast: 'tiny', strong: 'vendor/model=3' },
      timeout_seconds: 5,
      cost_units_per_1000_tokens: 0.5,
    })
  })

  it.each([{ ODP_LLM_TIMEOUT_SECONDS: 'soon' }, { ODP_LLM_COST_UNITS: '-1' }, { ODP_LLM_MODELS: 'fast' }])(
    'is refused where it says %j',
    (wrong) => {
      expect(() => llmSettings({ OPENAI_API_KEY: 'k', ...wrong })).toThrow(RangeError)
    },
  )
})
