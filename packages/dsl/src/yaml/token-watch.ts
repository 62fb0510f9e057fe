import type { YamlProblem, YamlProblems } from './yaml-problem.js'

/** Sees every token of a text and reports those that a document may not hold. */
export interface TokenWatch {
  see(lexeme: string, offset: number): void
  /** Called after the last token: an anchor may be used by any later alias. */
  end(): void
}

const SCALAR_FOLLOWS = 0x1f
const ALIAS = 0x2a
const ANCHOR = 0x26
const TAG = 0x21
const DIRECTIVE = 0x25

/** Makes a watch for one text. */
export function tokenWatch(problems: YamlProblems): TokenWatch {
  const anchors: { name: string; offset: number }[] = []
  const aliases = new Set<string>()
  let inScalar = false
  return {
    see(lexeme, offset) {
      if (inScalar) {
        inScalar = false
        return
      }
      switch (lexeme.charCodeAt(0)) {
        case SCALAR_FOLLOWS:
          inScalar = true
          break
        case ALIAS:
          aliases.add(lexeme.slice(1))
          problems.add(alias(lexeme, offset))
          break
        case ANCHOR:
          if (anchors.length < 1000) anchors.push({ name: lexeme.slice(1), offset })
          break
        case TAG:
          problems.add(tag(lexeme, offset))
          break
        case DIRECTIVE:
          problems.add(directive(lexeme, offset))
          break
      }
    },
    end() {
      for (const { name, offset } of anchors) if (!aliases.has(name)) problems.add(unusedAnchor(name, offset))
    },
  }
}

function alias(lexeme: string, offset: number): YamlProblem {
  return {
    code: 'yaml_alias',
    offset,
    end: offset + lexeme.length,
    message: `The alias ${shorten(lexeme)} is refused`,
    hint: 'Write the value out. If it is text, put it in quotes.',
  }
}

function unusedAnchor(name: string, offset: number): YamlProblem {
  return {
    code: 'yaml_alias',
    severity: 'warning',
    offset,
    end: offset + name.length + 1,
    message: `The anchor &${shorten(name)} is ignored`,
    hint: 'Remove it. If it is text, put it in quotes.',
  }
}

function tag(lexeme: string, offset: number): YamlProblem {
  return {
    code: 'yaml_tag',
    offset,
    end: offset + lexeme.length,
    message: `The tag ${shorten(lexeme)} is refused`,
    hint: 'Write a plain value. If it is text, put it in quotes.',
  }
}

function directive(lexeme: string, offset: number): YamlProblem {
  return {
    code: 'yaml_directive',
    offset,
    end: offset + lexeme.length,
    message: `The directive ${shorten(lexeme)} is refused: a document is always YAML 1.2`,
    hint: 'Remove this line.',
  }
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
