import { test } from 'vitest'
import { trials } from './trials.js'

test.each(Object.entries(trials))('%s', (_name, trial) => trial())
