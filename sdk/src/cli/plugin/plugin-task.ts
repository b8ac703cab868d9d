import type { CommandRun } from '../command.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Label } from '../../label.ts';

/** One word after `strata plugin`. */
export interface PluginTask {
  name: string;
  summary: Label;
  run(run: CommandRun, folder: string): Promise<ExitCode>;
}
