import type { ConversationDependencies } from '../conversation-dependencies.js'
import { type Ask, answerReply } from '../conversation-question.js'
import type { ConversationState, ConversationUpdate } from '../conversation-state.js'

const MOST_QUESTIONS = 3

/** Asks what only a person can say, and plans again with the answer. */
export function askUser(
  state: ConversationState,
  { most_questions = MOST_QUESTIONS }: ConversationDependencies,
  ask: Ask,
): ConversationUpdate {
  const { question, answers } = state
  if (question === undefined) return { next: 'draftPlan' }
  if (answers.length >= most_questions)
    return {
      missing: `it is not clear after ${answers.length} questions: ${question.text}`,
      status: 'abstained',
      next: 'end',
    }
  const { answer } = ask({ kind: 'question', ...question }, answerReply)
  const known = [...answers, { question: question.text, answer }]
  return {
    answers: known,
    question: undefined,
    draft: undefined,
    document: undefined,
    status: 'drafting',
    next: 'draftPlan',
  }
}
