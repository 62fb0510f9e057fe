import { expect, test } from 'vitest'
import { preparePlannerCatalog } from '../../retrieve/planner-catalog.js'
import { correctSpelling } from './correct-spelling.js'

const catalog = preparePlannerCatalog({
  methods: [
    { id: 'harvest_forecast', step_type: 'function', summary: 'Forecast of the harvest of an orchard.' },
    { id: 'leather_grade', step_type: 'function', summary: 'Quality of leather.' },
  ],
})

test.each([
  ['harvset forecast', 'harvest forecast'],
  ['harvest of the orchrad, and its qualitty?', 'harvest of the orchard, and its quality?'],
])('%j is put right', (text, right) => {
  expect(correctSpelling(text, catalog)).toBe(right)
})

test.each([
  'the weather of tomorrow',
  'look up "orchrad" and the forecast',
  'mail orchrad@farm.example',
  'the case of Orchrad',
  'orchrad_7 and /orchrad',
])('%j stays as it is', (text) => {
  expect(correctSpelling(text, catalog)).toBe(text)
})
