/** A node of an agent graph, as it is asked. */
export interface AgentNode {
  readonly id: string
  readonly prompt?: string
  readonly model?: string
}
