import { setTimeout as sleep } from 'node:timers/promises'
import { Connection } from '@temporalio/client'
import { isListening } from './ports.js'

/** Resolves when the server answers and knows the namespace. Rejects with the signal's reason. */
export async function waitUntilServing(address: string, namespace: string, signal: AbortSignal): Promise<void> {
  // A gRPC connection that fails waits a second before its next attempt; a plain one tells at once.
  while (!(await isListening(address))) await sleep(20, undefined, { signal })
  while (!(await answers(address, namespace))) await sleep(50, undefined, { signal })
}

async function answers(address: string, namespace: string): Promise<boolean> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: 2_000 })
    try {
      await connection.withDeadline(Date.now() + 2_000, () =>
        connection.workflowService.describeNamespace({ namespace }),
      )
      return true
    } finally {
      await connection.close()
    }
  } catch {
    return false
  }
}
