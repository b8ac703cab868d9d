/** What is to be seen of a step: how it went in a trial, or how it differs from another version. */
export type StepMark = 'done' | 'failed' | 'waiting' | 'assumed' | 'added' | 'removed' | 'changed';
