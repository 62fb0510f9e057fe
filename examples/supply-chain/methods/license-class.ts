import parse from 'spdx-expression-parse'
import type { LicenseFact } from './package-record.ts'

/** From the least to the most that a licence asks of those who pass the code on; `custom` and `undeclared` need reading. */
export const licenseClasses = ['permissive', 'weak_copyleft', 'strong_copyleft', 'custom', 'undeclared'] as const

export type LicenseClass = (typeof licenseClasses)[number]

const PERMISSIVE =
  /^(?:MIT|ISC|BSD|0BSD|Apache|Unlicense|CC0|CC-BY-\d|BlueOak|Python|PSF|Zlib|WTFPL|Artistic|AFL|BSL-1\.0|W3C|Unicode|OFL|X11|NCSA|PostgreSQL|UPL|HPND|curl|libpng|ICU|Beerware|Bitstream-Vera)/
const WEAK = /^(?:LGPL|MPL|EPL|CDDL|CC-BY-SA|MS-RL|CPL|IPL|EUPL)/
const STRONG = /^(?:GPL|AGPL|OSL|SSPL)/

type Expression = ReturnType<typeof parse>

/** Sorts a declared licence into a class: of several to choose from the freest, of several that all apply the strictest. */
export function licenseClass(license: LicenseFact): LicenseClass {
  if (license.declared === null) return 'undeclared'
  if (license.expression === null) return 'custom'
  try {
    return classOf(parse(license.expression))
  } catch {
    return 'custom'
  }
}

function classOf(expression: Expression): LicenseClass {
  if ('license' in expression) {
    if (PERMISSIVE.test(expression.license)) return 'permissive'
    if (WEAK.test(expression.license)) return 'weak_copyleft'
    // An exception such as Classpath or linking is there to soften the licence for those who only use the code.
    if (STRONG.test(expression.license)) return expression.exception ? 'weak_copyleft' : 'strong_copyleft'
    return 'custom'
  }
  const [left, right] = [
    licenseClasses.indexOf(classOf(expression.left)),
    licenseClasses.indexOf(classOf(expression.right)),
  ]
  const chosen = expression.conjunction === 'or' ? Math.min(left, right) : Math.max(left, right)
  return licenseClasses[chosen] ?? 'custom'
}
