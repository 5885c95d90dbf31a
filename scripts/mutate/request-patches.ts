import type { Patch } from './patches.js'

/** Safeguards of requests and of the files they bring. */
export const requestPatches: readonly Patch[] = [
  {
    name: 'the time for a turn',
    file: 'src/http/send.ts',
    find: 'await within({ ms, lateError, work: (signal) => limiter.acquire(signal), isMostlyPrompt: true })',
    replace: 'await limiter.acquire(request.signal)',
    tests: ['test/faults/retry.test.ts'],
    only: 'turn',
  },
  {
    name: 'that a create without a turn was not sent',
    file: 'src/http/send.ts',
    find: 'throw markUnsent(error)',
    replace: 'throw error',
    tests: ['test/faults/retry.test.ts'],
    only: 'turn',
  },
  {
    name: 'that a host can be lost with a request on its way',
    file: 'src/http/network-error.ts',
    find: " && (syscall === 'connect' || !LATE.includes(code))",
    replace: '',
    tests: ['test/faults/retry.test.ts'],
    only: 'finds no way',
  },
  {
    name: 'the look at what follows zeros',
    file: 'src/records/inflate.ts',
    find: 'checkPadding(piece, (size += piece.length) - inflater.used)',
    replace: 'size += piece.length',
    tests: ['test/unit/records.test.ts'],
    only: 'zeros',
  },
  {
    name: 'the second name of a verified file',
    file: 'src/files/resumable-part.ts',
    find: '.nlink < 2',
    replace: '.nlink < 9',
    tests: ['test/faults/download.test.ts'],
    only: 'only just named',
  },
]
