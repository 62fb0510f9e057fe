import { field, gt, or, pipeline, template, withDefault } from '@odp/dsl'
import { z } from 'zod'
import { catalog } from './catalog.ts'

const input = z.object({
  target_username: z.string().min(1),
  target_facebook_id: z.string().min(1),
  sources: z.array(z.object({ type: z.enum(['github', 'reddit', 'mastodon']), target_identifier: z.string() })),
})

/** Is this person a risk? All fifteen step types in one investigation. The same document as pipeline.yaml. */
export const socialMedia = pipeline(
  {
    pipeline_id: 'social-media-investigation',
    name: 'Social media risk assessment',
    workspace_id: 'examples',
    project_id: 'risk',
  },
  { catalog },
)
  .input(input)
  .execution({ mode: 'brave', timeout_minutes: 120 })
  .crawler('collect_twitter', {
    method: 'twitter_profile',
    retry_policy: { max_attempts: 3, backoff: 'exponential', max_backoff_seconds: 60 },
    inputs: ({ input }) => ({ username: input.target_username }),
    check: [{ not_exists: 'profile.profile_picture', run: 'collect_archive' }],
    on_error: { fallback_step: 'collect_archive' },
    resources: { cpu: '500m', memory: '1Gi' },
  })
  .crawler('collect_archive', {
    is_child: true,
    method: 'twitter_profile_archive',
    retry_policy: { max_attempts: 2 },
    inputs: ({ input }) => ({ username: input.target_username }),
  })
  .loop(
    'collect_sources',
    { iterate_over: ({ input }) => input.sources, loop_variable: 'source', max_parallel: 5 },
    (each) =>
      each.crawler('crawl_source', {
        method: ({ source }) => template`source_${source.type}`,
        inputs: ({ source }) => ({ target: source.target_identifier }),
        outputs: { posts: 'posts', url: 'url' },
        on_error: { continue_on_failure: true },
      }),
  )
  .crawler('collect_facebook', {
    method: 'facebook_profile',
    inputs: ({ input }) => ({ user_id: input.target_facebook_id }),
    depends_on: ['collect_twitter'],
  })
  .dataTransform('transform_profiles', {
    asset: 'silver_social_profiles',
    inputs: ({ collect_twitter, collect_facebook }) => ({
      profiles: [collect_twitter.profile, collect_facebook.profile],
    }),
    outputs: z.object({ rows: z.number() }),
  })
  .waitForAsset('wait_for_silver', {
    assets: ['silver.twitter_profiles', 'silver.twitter_posts'],
    timeout_minutes: 10,
    poll_interval_seconds: 5,
    depends_on: ['transform_profiles'],
  })
  .mlModel('recognize_face', {
    model: 'face_recognition_v3',
    inputs: ({ collect_twitter, collect_archive, collect_facebook }) => ({
      image: or(
        collect_twitter.profile.profile_picture,
        collect_archive.profile.profile_picture,
        collect_facebook.profile.profile_picture,
      ),
    }),
    resources: { gpu: 1, memory: '8Gi' },
  })
  .function('look_up_breaches', {
    method: 'breach_lookup',
    inputs: ({ collect_twitter }) => ({ email: collect_twitter.profile.email }),
  })
  .llmFlow('read_mood', {
    flow: 'sentiment_analysis_v1',
    inputs: ({ collect_twitter }) => ({ texts: collect_twitter.profile.recent_posts.all.text }),
  })
  .llmAgent('assess_behavior', {
    agent_type: 'langgraph',
    agent_config: {
      graph_definition: 'behavioral_analysis_v2',
      nodes: [
        { id: 'gather_context', type: 'llm', model: 'sonnet-4.5' },
        { id: 'risk_assessment', type: 'llm', model: 'sonnet-4.5' },
      ],
      max_iterations: 5,
    },
    inputs: ({ collect_twitter, read_mood }) => ({
      profile: collect_twitter.profile,
      sentiment: read_mood.sentiment,
    }),
  })
  .customCode('find_anomalies', {
    runtime: 'python3.12',
    code: {
      source: 'inline',
      content: [
        'def execute(inputs):',
        "    profile = inputs['profile']",
        '    anomalies = []',
        "    if profile['followers_count'] > 100000 and profile['following_count'] < 10:",
        "        anomalies.append('suspicious_follower_ratio')",
        "    if inputs['average'] < -0.5:",
        "        anomalies.append('hostile_tone')",
        "    return {'anomalies': anomalies}",
        '',
      ].join('\n'),
    },
    inputs: ({ collect_twitter, read_mood }) => ({
      profile: collect_twitter.profile,
      average: read_mood.sentiment.average,
    }),
    outputs: z.object({ anomalies: z.array(z.string()) }),
  })
  .mlTraining('train_model', {
    training: ({ wait_for_silver }) => ({
      model_type: 'llm',
      model: 'qwen3-1.7b',
      method: 'sft + lora',
      training_data: { source: field(wait_for_silver.assets, 'silver.twitter_profiles').location },
      experiment_name: 'custom_models',
    }),
    outputs: z.object({ model_version: z.string() }),
  })
  .mlServing('deploy_model', {
    model_uri: ({ train_model }) => template`models:/custom_models/${train_model.model_version}`,
    service_name: 'custom-service',
    outputs: z.object({ service_url: z.url() }),
  })
  .when(
    'weigh_risk',
    ({ assess_behavior }) => gt(assess_behavior.risk_score, 0.75),
    (risky) =>
      risky.crawler('search_deep_web', {
        method: 'deep_web',
        inputs: ({ input }) => ({ target: input.target_username }),
        outputs: { findings: 'bronze.deep_web' },
      }),
    (harmless) =>
      harmless.function('sum_up', {
        method: 'standard_summary',
        inputs: ({ collect_twitter, assess_behavior }) => ({
          profile: collect_twitter.profile,
          risk_score: assess_behavior.risk_score,
        }),
      }),
  )
  .parallelGroup('look_around', { parallel_config: { max_parallel: 3 } }, (group) =>
    group
      .crawler('collect_followers', {
        method: 'twitter_followers',
        inputs: ({ input }) => ({ username: input.target_username }),
        outputs: { followers: 'bronze.twitter_followers' },
      })
      .mlModel('draw_network', {
        model: 'graph_analyzer_v1',
        inputs: ({ collect_twitter }) => ({ profile: collect_twitter.profile }),
      }),
  )
  .onSuccess({ match: ({ collect_twitter }) => gt(collect_twitter.profile.followers_count, 10_000) }, (route) =>
    route.mlModel('find_groups', {
      model: 'graph_analyzer_v2',
      inputs: ({ collect_followers, draw_network }) => ({
        followers: collect_followers.followers,
        metrics: draw_network.metrics,
      }),
    }),
  )
  .validation('validate_results', {
    checks: { relevance: { threshold: 0.8 }, completeness: { threshold: 0.7 } },
    inputs: ({ collect_twitter, look_up_breaches, assess_behavior }) => ({
      profile: collect_twitter.profile,
      breaches: look_up_breaches.breaches,
      patterns: assess_behavior.patterns,
    }),
  })
  .output('report', {
    format: 'pdf_report',
    template: 'risk_assessment_v1',
    inputs: ({
      collect_twitter,
      assess_behavior,
      search_deep_web,
      sum_up,
      look_up_breaches,
      find_anomalies,
      find_groups,
    }) => ({
      profile: collect_twitter.profile,
      risk_score: assess_behavior.risk_score,
      patterns: assess_behavior.patterns,
      findings: or(search_deep_web.findings, sum_up.findings),
      breaches: look_up_breaches.breaches,
      anomalies: find_anomalies.anomalies,
      groups: withDefault(find_groups.groups, null),
    }),
    delivery: { method: 'webhook', url: 'https://client-system.example.com/webhooks/results' },
    depends_on: ['validate_results', 'collect_sources', 'recognize_face'],
  })
  .output('network_picture', {
    format: 'graph_visualization',
    inputs: ({ draw_network }) => ({ graph: draw_network.graph }),
    depends_on: ['validate_results'],
  })
  .build()
