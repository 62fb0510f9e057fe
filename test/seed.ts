import fc from 'fast-check'

/** Property tests see the same examples every time, so that a red build can be repeated. `ODP_SEED=3` gives others. */
fc.configureGlobal({ seed: Number(process.env.ODP_SEED ?? 20_261_124) })
