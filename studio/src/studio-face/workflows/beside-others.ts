import {
  mayBeWrittenTwice,
  mayGoRound,
  writtenTwice,
  type ChangedDocument,
  type CompiledModel,
  type Issue,
  type WorkflowDocument,
} from '@stratacrm/sdk';

/** What a workflow has wrong only together with others, as a publish would tell it. */
export interface BesideOthers {
  /** These stop a publish. */
  problems: Issue[];
  /** These may be meant. */
  warnings: Issue[];
}

export function besideOthers(
  workflow: WorkflowDocument,
  all: readonly WorkflowDocument[],
  model: Pick<CompiledModel, 'objects'>,
): BesideOthers {
  const others = all.filter((each) => each.name !== workflow.name && each.archived !== true);
  // It comes first, so that of two the problem is told at its place.
  const workflows = [workflow, ...others];
  const changes: ChangedDocument[] = [{ kind: 'workflow', key: workflow.name }];
  const here = ({ kind, key }: ChangedDocument): boolean => kind === 'workflow' && key === workflow.name;
  return {
    problems: writtenTwice(workflows, model).filter(here),
    warnings: [...mayBeWrittenTwice(workflows, model, changes), ...mayGoRound(workflows, changes)].filter(here),
  };
}
