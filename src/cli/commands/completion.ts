import { Argument, Command } from 'commander'
import { bashScript } from '../completion/bash.js'
import { fishScript } from '../completion/fish.js'
import { type Node, treeOf } from '../completion/tree.js'
import { zshScript } from '../completion/zsh.js'

const SCRIPTS: Readonly<Record<string, (name: string, tree: readonly Node[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
}

const HELP = `
Examples, for bash, zsh and fish:
  didww-exports completion bash > ~/.didww-exports.bash
  didww-exports completion zsh > "\${fpath[1]}/_didww-exports"
  didww-exports completion fish > ~/.config/fish/completions/didww-exports.fish

In ~/.bashrc: source ~/.didww-exports.bash`

export const completionCommand = (): Command =>
  new Command('completion')
    .description('print a script that completes commands, options and values in a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SCRIPTS)))
    .addHelpText('after', HELP)
    .action((shell: string, _: object, { parent }: Command) => {
      if (parent) process.stdout.write(SCRIPTS[shell]?.(parent.name(), treeOf(parent)) ?? '')
    })
