import { defineCatalog, defineFlow, defineMethod, defineModel, defineReportTemplate } from '@odp/dsl'
import { z } from 'zod'

const post = z.object({ text: z.string(), posted_at: z.iso.datetime() })

/** A profile on a social network. What a network does not show is null. */
const profile = z.object({
  username: z.string(),
  display_name: z.string(),
  url: z.url(),
  email: z.email().nullable(),
  profile_picture: z.url().nullable(),
  followers_count: z.number().int().nonnegative(),
  following_count: z.number().int().nonnegative(),
  recent_posts: z.array(post),
})

const sentiment = z.object({ scores: z.array(z.number().min(-1).max(1)), average: z.number().min(-1).max(1) })
const breach = z.object({ source: z.string(), happened_on: z.iso.date() })
const follower = z.object({ username: z.string(), followers_count: z.number().int().nonnegative() })
const metrics = z.object({ nodes: z.number().int(), edges: z.number().int(), density: z.number().min(0).max(1) })
const node = z.object({ id: z.string(), label: z.string(), size: z.number().nonnegative() })
const edge = z.object({ source: z.string(), target: z.string(), weight: z.number().nonnegative() })

const source = <const Id extends string>(id: Id, summary: string) =>
  defineMethod({
    id,
    step_type: 'crawler',
    summary,
    inputs: z.object({ target: z.string() }),
    outputs: z.object({ posts: z.array(post), url: z.url() }),
    estimate: { cost_units: 1, duration_seconds: 20 },
  })

/** What the assessment needs to exist: only descriptions, no code; outside systems do the work. */
export const catalog = defineCatalog({
  methods: [
    defineMethod({
      id: 'twitter_profile',
      step_type: 'crawler',
      summary: 'Reads a profile and its recent posts.',
      inputs: z.object({ username: z.string() }),
      outputs: z.object({ profile }),
      estimate: { cost_units: 2, duration_seconds: 30 },
    }),
    defineMethod({
      id: 'twitter_profile_archive',
      step_type: 'crawler',
      summary: 'Reads a profile from a public archive: older, but with a picture more often.',
      inputs: z.object({ username: z.string() }),
      outputs: z.object({ profile }),
      estimate: { cost_units: 3, duration_seconds: 60 },
    }),
    defineMethod({
      id: 'facebook_profile',
      step_type: 'crawler',
      summary: 'Reads the public part of a profile.',
      inputs: z.object({ user_id: z.string() }),
      outputs: z.object({ profile }),
      estimate: { cost_units: 2, duration_seconds: 30 },
    }),
    source('source_github', 'Reads what an account wrote in issues and commits.'),
    source('source_reddit', 'Reads the posts and comments of an account.'),
    source('source_mastodon', 'Reads the posts of an account.'),
    defineMethod({
      id: 'twitter_followers',
      step_type: 'crawler',
      summary: 'Reads who follows an account.',
      inputs: z.object({ username: z.string() }),
      outputs: z.object({ followers: z.array(follower) }),
      estimate: { cost_units: 2, duration_seconds: 60 },
    }),
    defineMethod({
      id: 'deep_web',
      step_type: 'crawler',
      summary: 'Searches forums and paste sites for a name.',
      inputs: z.object({ target: z.string() }),
      outputs: z.object({ findings: z.array(z.string()) }),
      estimate: { cost_units: 8, duration_seconds: 300 },
    }),
    defineMethod({
      id: 'breach_lookup',
      step_type: 'function',
      summary: 'Lists the known leaks that hold an address.',
      inputs: z.object({ email: z.string().nullable() }),
      outputs: z.object({ breaches: z.array(breach) }),
      estimate: { cost_units: 1, duration_seconds: 2 },
    }),
    defineMethod({
      id: 'standard_summary',
      step_type: 'function',
      summary: 'Sums a profile up where nothing asks for more.',
      inputs: z.object({ profile, risk_score: z.number() }),
      outputs: z.object({ findings: z.array(z.string()) }),
      estimate: { cost_units: 0, duration_seconds: 1 },
    }),
  ],
  models: [
    defineModel({
      id: 'face_recognition_v3',
      summary: 'Turns a picture of a face into a vector.',
      inputs: z.object({ image: z.string().nullable() }),
      outputs: z.object({ embedding: z.array(z.number()) }),
      estimate: { cost_units: 2, duration_seconds: 10 },
    }),
    defineModel({
      id: 'graph_analyzer_v1',
      summary: 'Draws the network around a profile.',
      inputs: z.object({ profile }),
      outputs: z.object({ metrics, graph: z.object({ nodes: z.array(node), edges: z.array(edge) }) }),
      estimate: { cost_units: 1, duration_seconds: 10 },
    }),
    defineModel({
      id: 'graph_analyzer_v2',
      summary: 'Looks for groups among many followers.',
      inputs: z.object({ followers: z.array(follower), metrics }),
      outputs: z.object({ groups: z.array(z.object({ label: z.string(), members: z.number().int() })) }),
      estimate: { cost_units: 4, duration_seconds: 60 },
    }),
  ],
  flows: [
    defineFlow({
      id: 'sentiment_analysis_v1',
      summary: 'Scores the mood of texts.',
      inputs: z.object({ texts: z.array(z.string()) }),
      outputs: z.object({ sentiment }),
      estimate: { cost_units: 2, duration_seconds: 20 },
    }),
  ],
  agents: [
    defineFlow({
      id: 'behavioral_analysis_v2',
      summary: 'Looks for patterns of behaviour and weighs the risk.',
      inputs: z.object({ profile, sentiment }),
      outputs: z.object({ patterns: z.array(z.string()), risk_score: z.number().min(0).max(1) }),
      estimate: { cost_units: 5, duration_seconds: 120 },
    }),
  ],
  assets: [
    { id: 'silver_social_profiles', summary: 'Cleaned profiles.' },
    { id: 'silver.twitter_profiles', summary: 'Table of cleaned profiles.' },
    { id: 'silver.twitter_posts', summary: 'Table of cleaned posts.' },
  ],
  report_templates: [
    defineReportTemplate({
      id: 'risk_assessment_v1',
      format: 'pdf_report',
      summary: 'The risk of one person, for the client.',
      inputs: z.object({
        profile,
        risk_score: z.number(),
        patterns: z.array(z.string()),
        findings: z.array(z.string()),
        breaches: z.array(breach),
        anomalies: z.array(z.string()),
        groups: z.array(z.object({ label: z.string(), members: z.number().int() })).nullable(),
      }),
    }),
  ],
})
