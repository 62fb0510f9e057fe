import type { OutlineStep } from '../document/outline.js'
import { isJsonObject, type Json } from '../json/json.js'
import { parseQuantity } from '../steps/quantity.js'
import type { ResourceName } from './resources-ports.js'

/** What a step asks for of one resource. */
export interface ResourceRequest {
  readonly step: OutlineStep
  readonly resource: ResourceName
  /** Processors, bytes, or graphics processors. */
  readonly amount: number
  /** As it stands in the document. */
  readonly written: string
}

/** The requests of all steps for a resource. One that a template gives is known only when the step starts. */
export function requestsFor(resource: ResourceName, steps: readonly OutlineStep[]): ResourceRequest[] {
  return steps.flatMap((step) => {
    const { resources } = step.step
    const value: Json | undefined = isJsonObject(resources) ? resources[resource] : undefined
    const amount = parseQuantity(value)
    return amount === undefined || amount === 0 ? [] : [{ step, resource, amount, written: String(value) }]
  })
}

/** An amount of a resource in words: `1 GPU`, `500m CPU`, `8Gi memory`. */
export function requestInWords({ resource, amount, written }: Omit<ResourceRequest, 'step'>): string {
  return resource === 'gpu' ? `${written} ${amount === 1 ? 'GPU' : 'GPUs'}` : `${written} ${WORDS[resource]}`
}

/** What is free of what there is, in the words of the source: `2/10 GPUs`. */
export function availabilityInWords(resource: ResourceName, free: number, total: number): string {
  if (resource === 'memory') return `${bytes(free)}/${bytes(total)} memory`
  return `${figure(free)}/${figure(total)} ${resource === 'gpu' ? 'GPUs' : 'CPUs'}`
}

/** An amount as a person writes it. */
export function amountInWords(resource: ResourceName, amount: number): string {
  const written = resource === 'memory' ? bytes(amount) : figure(amount)
  return requestInWords({ resource, amount, written })
}

const WORDS = { cpu: 'CPU', memory: 'memory', gpu: 'GPU' } as const

function figure(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}

function bytes(value: number): string {
  const units = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
  let unit = 0
  let rest = value
  while (rest >= 1024 && unit < units.length - 1) {
    rest /= 1024
    unit += 1
  }
  return `${Math.round(rest * 100) / 100}${units[unit]}`
}
