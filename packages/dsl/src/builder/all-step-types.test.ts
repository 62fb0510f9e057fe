import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  defineCatalog,
  defineFlow,
  defineMethod,
  defineModel,
  defineReportTemplate,
} from '../catalog/define-catalog.js'
import { STEP_DEFINITIONS } from '../steps/index.js'
import { field, gt, or, pipeline, template, withDefault } from './index.js'

const profile = z.object({
  url: z.string(),
  email: z.string().optional(),
  followers: z.number(),
  recent_posts: z.array(z.object({ text: z.string() })),
})

const catalog = defineCatalog({
  methods: [
    defineMethod({
      id: 'profile',
      step_type: 'crawler',
      summary: 'Reads a profile.',
      inputs: z.object({ username: z.string() }),
      outputs: z.object({ profile }),
    }),
    defineMethod({
      id: 'deep_web',
      step_type: 'crawler',
      summary: 'Searches.',
      inputs: z.object({ target: z.string() }),
      outputs: z.object({ results: z.array(z.string()) }),
    }),
    defineMethod({
      id: 'report',
      step_type: 'function',
      summary: 'Writes.',
      inputs: z.object({ profile }),
      outputs: z.object({ report: z.array(z.string()) }),
    }),
  ],
  models: [
    defineModel({
      id: 'sentiment',
      summary: 'Scores.',
      inputs: z.object({ texts: z.array(z.string()) }),
      outputs: z.object({ risk: z.number() }),
    }),
  ],
  flows: [
    defineFlow({
      id: 'summary',
      summary: 'Sums up.',
      inputs: z.object({ texts: z.array(z.string()) }),
      outputs: z.object({ summary: z.string() }),
    }),
  ],
  agents: [
    defineFlow({
      id: 'behaviour',
      summary: 'Assesses.',
      inputs: z.object({ summary: z.string() }),
      outputs: z.object({ risk_score: z.number() }),
    }),
  ],
  report_templates: [
    defineReportTemplate({
      id: 'risk',
      summary: 'A report.',
      format: 'pdf_report',
      inputs: z.object({ body: z.array(z.string()), mail: z.string() }),
    }),
  ],
})

const meta = { pipeline_id: 'p', workspace_id: 'w', project_id: 'x' }

test('a pipeline with all fifteen step types is the document that one would write by hand', () => {
  const document = pipeline({ ...meta, name: 'All' }, { catalog })
    .input(z.object({ username: z.string(), sources: z.array(z.object({ type: z.string(), id: z.string() })) }))
    .execution({ mode: 'brave', timeout_minutes: 120 })
    .crawler('collect', {
      method: 'profile',
      retry_policy: { max_attempts: 3 },
      inputs: ({ input }) => ({ username: input.username }),
      check: [{ not_exists: 'profile.email', run: 'again' }],
      on_error: { fallback_step: 'again', continue_on_failure: false },
      resources: { cpu: '500m' },
    })
    .crawler('again', { is_child: true, method: 'profile', inputs: ({ input }) => ({ username: input.username }) })
    .loop('others', { iterate_over: ({ input }) => input.sources, loop_variable: 'source', max_parallel: 5 }, (each) =>
      each.crawler('crawl', {
        method: ({ source }) => `crawler_${source.type}`,
        inputs: ({ source }) => ({ target: source.id }),
        outputs: z.object({ data: z.unknown() }),
      }),
    )
    .dataTransform('transform', {
      asset: 'silver_profiles',
      inputs: ({ collect }) => ({ bronze: collect.profile }),
      outputs: { transformed: 'silver' },
      depends_on: ['collect'],
    })
    .waitForAsset('wait', { assets: ['silver.profiles'], timeout_minutes: 10, depends_on: ['transform'] })
    .mlModel('sentiment', {
      model: 'sentiment',
      inputs: ({ collect }) => ({ texts: collect.profile.recent_posts.all.text }),
    })
    .llmFlow('sum_up', {
      flow: 'summary',
      execution_mode: 'direct',
      inputs: ({ collect }) => ({ texts: collect.profile.recent_posts.map((post) => post.text) }),
      outputs: { summary: 'kept_summary' },
    })
    .llmAgent('assess', {
      agent_type: 'langgraph',
      agent_config: { graph_definition: 'behaviour', max_iterations: 5 },
      inputs: ({ sum_up }) => ({ summary: sum_up.summary }),
    })
    .customCode('custom', {
      runtime: 'python3.12',
      code: { source: 'inline', content: 'def execute(inputs):\n    return {"{{x}}": 1}\n' },
      inputs: ({ collect }) => ({ profile: collect.profile }),
      outputs: z.object({ anomalies: z.array(z.string()) }),
    })
    .mlTraining('train', {
      training: ({ wait }) => ({
        model_type: 'llm',
        model: 'qwen3-1.7b',
        method: 'sft + lora',
        training_data: { source: field(wait.assets, 'silver.profiles').location },
        experiment_name: 'custom_models',
      }),
      outputs: { model_version: 'version' },
    })
    .mlServing('serve', {
      model_uri: ({ train }) => template`models:/risk/${train.model_version}`,
      service_name: 'risk',
      outputs: { service_url: 'endpoint' },
    })
    .when(
      'risky',
      ({ assess }) => gt(assess.risk_score, 0.75),
      (then) => then.crawler('deep', { method: 'deep_web', inputs: ({ input }) => ({ target: input.username }) }),
      (otherwise) =>
        otherwise.function('standard', { method: 'report', inputs: ({ collect }) => ({ profile: collect.profile }) }),
    )
    .parallelGroup('network', { parallel_config: { max_parallel: 3 } }, (group) =>
      group
        .crawler('followers', { method: 'deep_web', inputs: () => ({ target: 'a {{b}}' }) })
        .mlModel('graph', { model: 'sentiment', inputs: () => ({ texts: ['x'] }) }),
    )
    .onSuccess({ match: ({ collect }) => gt(collect.profile.followers, 10000) }, (route) =>
      route.mlModel('advanced', { model: 'sentiment', inputs: ({ followers }) => ({ texts: followers.results }) }),
    )
    .validation('validate', { checks: { relevance: { enabled: true, threshold: 0.8 } } })
    .output('report', {
      format: 'pdf_report',
      template: 'risk',
      inputs: ({ deep, standard, collect }) => ({
        body: or(deep.results, standard.report).default([]),
        mail: withDefault(collect.profile.email, 'none'),
      }),
      delivery: { method: 'webhook', url: 'https://example.com' },
      depends_on: ['validate'],
    })
    .build()

  expect(document).toEqual({
    version: '1.0',
    pipeline_id: 'p',
    name: 'All',
    workspace_id: 'w',
    project_id: 'x',
    execution: { mode: 'brave', timeout_minutes: 120 },
    input_schema: {
      type: 'object',
      properties: {
        username: { type: 'string' },
        sources: {
          type: 'array',
          items: {
            type: 'object',
            properties: { type: { type: 'string' }, id: { type: 'string' } },
            required: ['type', 'id'],
          },
        },
      },
      required: ['username', 'sources'],
    },
    steps: [
      {
        id: 'collect',
        type: 'crawler',
        method: 'profile',
        retry_policy: { max_attempts: 3 },
        inputs: { username: { from: '{{input.username}}' } },
        check: [{ not_exists: 'profile.email', run: 'again' }],
        outputs: { profile: 'profile' },
        on_error: { fallback_step: 'again', continue_on_failure: false },
        resources: { cpu: '500m' },
      },
      {
        id: 'again',
        type: 'crawler',
        method: 'profile',
        is_child: true,
        inputs: { username: { from: '{{input.username}}' } },
        outputs: { profile: 'profile' },
      },
      {
        id: 'others',
        type: 'loop',
        iterate_over: '{{input.sources}}',
        loop_variable: 'source',
        max_parallel: 5,
        steps: [
          {
            id: 'crawl',
            type: 'crawler',
            method: 'crawler_{{source.type}}',
            inputs: { target: { from: '{{source.id}}' } },
            outputs: { data: 'data' },
            output_schema: { type: 'object', properties: { data: {} }, required: ['data'] },
          },
        ],
      },
      {
        id: 'transform',
        type: 'data_transform',
        asset: 'silver_profiles',
        inputs: { bronze: { from: '{{collect.profile}}' } },
        outputs: { transformed: 'silver' },
        depends_on: ['collect'],
      },
      {
        id: 'wait',
        type: 'wait_for_asset',
        assets: ['silver.profiles'],
        timeout_minutes: 10,
        depends_on: ['transform'],
      },
      {
        id: 'sentiment',
        type: 'ml_model',
        model: 'sentiment',
        inputs: { texts: { from: '{{collect.profile.recent_posts[*].text}}' } },
        outputs: { risk: 'risk' },
      },
      {
        id: 'sum_up',
        type: 'llm_flow',
        flow: 'summary',
        execution_mode: 'direct',
        inputs: { texts: { from: '{{collect.profile.recent_posts[*].text}}' } },
        outputs: { summary: 'kept_summary' },
      },
      {
        id: 'assess',
        type: 'llm_agent',
        agent_type: 'langgraph',
        agent_config: { graph_definition: 'behaviour', max_iterations: 5 },
        inputs: { summary: { from: '{{sum_up.summary}}' } },
        outputs: { risk_score: 'risk_score' },
      },
      {
        id: 'custom',
        type: 'custom_code',
        runtime: 'python3.12',
        code: { source: 'inline', content: 'def execute(inputs):\n    return {"{{x}}": 1}\n' },
        inputs: { profile: { from: '{{collect.profile}}' } },
        outputs: { anomalies: 'anomalies' },
        output_schema: {
          type: 'object',
          properties: { anomalies: { type: 'array', items: { type: 'string' } } },
          required: ['anomalies'],
        },
      },
      {
        id: 'train',
        type: 'ml_training',
        training: {
          model_type: 'llm',
          model: 'qwen3-1.7b',
          method: 'sft + lora',
          training_data: { source: '{{wait.assets["silver.profiles"].location}}' },
          experiment_name: 'custom_models',
        },
        outputs: { model_version: 'version' },
      },
      {
        id: 'serve',
        type: 'ml_serving',
        model_uri: 'models:/risk/{{train.model_version}}',
        service_name: 'risk',
        outputs: { service_url: 'endpoint' },
      },
      {
        id: 'risky',
        type: 'conditional',
        condition: { expression: '{{assess.risk_score}} > 0.75' },
        branches: {
          if_true: {
            steps: [
              {
                id: 'deep',
                type: 'crawler',
                method: 'deep_web',
                inputs: { target: { from: '{{input.username}}' } },
                outputs: { results: 'results' },
              },
            ],
          },
          if_false: {
            steps: [
              {
                id: 'standard',
                type: 'function',
                method: 'report',
                inputs: { profile: { from: '{{collect.profile}}' } },
                outputs: { report: 'report' },
              },
            ],
          },
        },
      },
      {
        id: 'network',
        type: 'parallel_group',
        parallel_config: { max_parallel: 3 },
        steps: [
          {
            id: 'followers',
            type: 'crawler',
            method: 'deep_web',
            inputs: { target: { from: 'a \\{{b}}' } },
            outputs: { results: 'results' },
          },
          {
            id: 'graph',
            type: 'ml_model',
            model: 'sentiment',
            inputs: { texts: { from: ['x'] } },
            outputs: { risk: 'risk' },
          },
        ],
        on_success: {
          routes: [
            {
              match: { expression: '{{collect.profile.followers}} > 10000' },
              steps: [
                {
                  id: 'advanced',
                  type: 'ml_model',
                  model: 'sentiment',
                  inputs: { texts: { from: '{{followers.results}}' } },
                  outputs: { risk: 'risk' },
                },
              ],
            },
          ],
        },
      },
      { id: 'validate', type: 'validation', checks: { relevance: { enabled: true, threshold: 0.8 } } },
      {
        id: 'report',
        type: 'output',
        format: 'pdf_report',
        template: 'risk',
        delivery: { method: 'webhook', url: 'https://example.com' },
        inputs: {
          body: { or: ['{{deep.results}}', '{{standard.report}}'], default: [] },
          mail: { from: '{{collect.profile.email}}', default: 'none' },
        },
        depends_on: ['validate'],
      },
    ],
  })
  const types = new Set(document.steps.flatMap((step) => [step.type]).concat('function'))
  expect([...types].sort()).toEqual(Object.keys(STEP_DEFINITIONS).sort())
  expect(Object.keys(document)).toEqual([
    'version',
    'pipeline_id',
    'name',
    'workspace_id',
    'project_id',
    'execution',
    'input_schema',
    'steps',
  ])
  expect(Object.keys(document.steps[0] ?? {})).toEqual([
    'id',
    'type',
    'method',
    'retry_policy',
    'inputs',
    'check',
    'outputs',
    'on_error',
    'resources',
  ])
})
