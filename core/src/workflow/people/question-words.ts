import type { Locale, WorkflowStep } from '@stratacrm/sdk';
import type { RunValues } from '../advance/values.ts';
import { textSetting } from '../steps/settings.ts';
import type { TaskRow } from './task.ts';

/** What a question says, in the words of the step that asks it. What is not written in Chinese is ''. */
export type QuestionWords = Pick<TaskRow, 'title' | 'title_zh' | 'instructions' | 'instructions_zh'>;

export async function fillQuestion(step: WorkflowStep, values: Pick<RunValues, 'fill'>): Promise<QuestionWords> {
  const filled = async (name: string, longest: number): Promise<string> =>
    (await values.fill(textSetting(step, name))).slice(0, longest);
  return {
    title: await filled('title', 500),
    title_zh: await filled('title_zh', 500),
    instructions: await filled('instructions', 10_000),
    instructions_zh: await filled('instructions_zh', 10_000),
  };
}

/** The words of a question for a reader of the language. */
export function questionIn(locale: Locale, words: QuestionWords): { title: string; instructions: string } {
  const { title, title_zh, instructions, instructions_zh } = words;
  if (locale !== 'zh') return { title, instructions };
  return { title: title_zh || title, instructions: instructions_zh || instructions };
}
