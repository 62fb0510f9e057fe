import { measureTypes } from './measure-types.ts'

const empty = await measureTypes(0)
console.log(`imports alone: ${empty.instantiations} instantiations, ${empty.check_seconds} s check`)
console.log('| steps | instantiations | a step | check | errors |\n| ---: | ---: | ---: | ---: | ---: |')
for (const steps of [10, 50, 100, 200, 400]) {
  const cost = await measureTypes(steps)
  const each = Math.round((cost.instantiations - empty.instantiations) / steps)
  console.log(`| ${steps} | ${cost.instantiations} | ${each} | ${cost.check_seconds} s | ${cost.errors.length} |`)
  if (cost.errors.length > 0) console.log(cost.errors.slice(0, 3).join('\n'))
}
