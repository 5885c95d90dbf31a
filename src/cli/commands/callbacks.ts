import { Command } from 'commander'
import { explainCommand } from './callbacks/explain.js'
import { listenCommand } from './callbacks/listen.js'
import { signCommand } from './callbacks/sign.js'
import { verifyCommand } from './callbacks/verify.js'

export const callbacksCommand = (signal: AbortSignal): Command =>
  new Command('callbacks')
    .description('sign, verify and explain callbacks by hand, or receive them for development')
    .addCommand(signCommand())
    .addCommand(verifyCommand())
    .addCommand(explainCommand())
    .addCommand(listenCommand(signal))
