import { commonKeysPage } from './common-keys-page.mjs'
import { errorsPage } from './errors-page.mjs'
import { stepPage } from './step-page.mjs'
import { stepsPage } from './steps-page.mjs'

/** All generated pages: their text by their path inside `docs`. */
export function generatePages(language) {
  const { definitions, issueCodes, failureCodes, refusalCodes } = language
  return new Map([
    ['steps/README.md', stepsPage(language)],
    ['steps/common-keys.md', commonKeysPage(language)],
    ...definitions.map((definition) => [`steps/${definition.type}.md`, stepPage(definition, language)]),
    ['errors.md', errorsPage(issueCodes, failureCodes, refusalCodes)],
  ])
}

export { WITHOUT_EFFECT } from './in-this-version.mjs'
