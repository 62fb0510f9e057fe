import { measureTypes } from './measure-types.ts'

const imports = await measureTypes(0)
console.log(`imports alone: ${imports.instantiations} instantiations, ${imports.check_seconds} s\n`)
console.log('| face | steps | instantiations | a step | check | errors |\n| --- | ---: | ---: | ---: | ---: | ---: |')
for (const face of ['chain', 'constants'] as const) {
  for (const steps of [10, 50, 100, 200, 400]) {
    const cost = await measureTypes(steps, face)
    const each = Math.round((cost.instantiations - imports.instantiations) / steps)
    const seconds = `${cost.check_seconds.toFixed(2)} s`
    console.log(`| ${face} | ${steps} | ${cost.instantiations} | ${each} | ${seconds} | ${cost.errors.length} |`)
    if (cost.errors.length > 0) console.log(cost.errors.slice(0, 3).join('\n'))
  }
}
