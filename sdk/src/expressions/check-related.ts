import type { ASTNode } from '@marcbachmann/cel-js';
import { relationOf } from '../field-types/index.ts';
import type { CompiledField, CompiledObject } from '../model/compiled.ts';
import { rangeOf, unknownName, unsupported, wrongType, type SourceRange } from './check-failure.ts';
import type { CheckContext } from './check-context.ts';
import { coerce } from './coerce.ts';
import type { ExpressionNode, RelatedNode, SeveralNode, UnderNode } from './expression-node.ts';
import { readLiteral, writtenText } from './literal.ts';
import { hierarchyOf } from './hierarchy.ts';
import { liveField, liveFields, objectOf } from './names.ts';
import type { ExpressionScope } from './expression.ts';

/** Whether a node stands for records found by a query of their own. */
export function isRecordList(node: ExpressionNode): boolean {
  return node.kind === 'related' || node.kind === 'several' || (node.kind === 'filter' && isRecordList(node.list));
}

/** A field that names several records as those records; any other list as it is. */
export function asRecords(checker: CheckContext, node: ExpressionNode): ExpressionNode {
  if (node.type.type !== 'list' || node.type.of.type !== 'ref') return node;
  if (node.kind !== 'field' && node.kind !== 'item_field') return node;
  const { object } = node.type.of;
  if (objectOf(checker.scope, object) === undefined) throw unknownName(node, object, []);
  checker.countList(node);
  const { from, to } = node;
  return {
    kind: 'several',
    type: { type: 'list', of: { type: 'ref', object } },
    object,
    ids: node,
    from,
    to,
  } satisfies SeveralNode;
}

export function relatedNode(
  object: string,
  via: string,
  of: ExpressionNode,
  named: RelatedNode['named'],
  { from, to }: SourceRange,
): RelatedNode {
  return { kind: 'related', type: { type: 'list', of: { type: 'ref', object } }, object, via, of, named, from, to };
}

/** `related("contact.account")`, or of the record at a reference: `record.account.related("contact.account")`. */
export function checkRelated(
  checker: CheckContext,
  receiver: ASTNode | undefined,
  args: readonly ASTNode[],
  range: SourceRange,
): ExpressionNode {
  const of = receiver === undefined ? checker.recordNode(range) : checkReference(checker, receiver);
  if (of.type.type !== 'ref') throw wrongType(of, { en: 'a reference', zh: '引用' }, of.type);
  const [written] = args;
  if (written === undefined || args.length !== 1 || written.op !== 'value' || typeof written.args !== 'string') {
    throw unsupported(range, {
      en: 'name the reference as a text: related("contact.account")',
      zh: '请用文本写出引用字段：related("contact.account")',
    });
  }
  const target = of.type.object;
  const [name = '', via = '', ...rest] = written.args.split('.');
  const field = rest.length > 0 ? undefined : incomingField(checker.scope, target, name, via);
  const place = { from: written.start + 1, to: written.end - 1 };
  if (field === undefined) {
    throw unknownName(place, written.args, incomingNames(checker.scope, target));
  }
  checker.countList(range);
  checker.reads.add(`${name}.${via}`);
  return relatedNode(name, via, of, { object: name, path: [via], ...place }, range);
}

/** Beside these two `record` stands for the record itself. */
function checkReference(checker: CheckContext, ast: ASTNode): ExpressionNode {
  const isRecord = ast.op === 'id' && ast.args === 'record' && checker.scope.form === 'record';
  return isRecord ? checker.recordNode(rangeOf(ast)) : checker.check(ast);
}

/** Fields of any object that point to records of this one, as `related()` names them. */
export function incomingReferences(
  scope: ExpressionScope,
  target: string,
): { object: CompiledObject; field: CompiledField }[] {
  return Object.values(scope.model.objects)
    .filter((object) => object.archived !== true)
    .flatMap((object) =>
      liveFields(object)
        .filter((field) => leadsTo(field, target))
        .map((field) => ({ object, field })),
    );
}

function incomingNames(scope: ExpressionScope, target: string): string[] {
  return incomingReferences(scope, target).map(({ object, field }) => `${object.name}.${field.name}`);
}

function incomingField(
  scope: ExpressionScope,
  target: string,
  object: string,
  name: string,
): CompiledField | undefined {
  const found = objectOf(scope, object);
  const field = found === undefined ? undefined : liveField(found, name);
  return field !== undefined && leadsTo(field, target) ? field : undefined;
}

/** The record's own id points nowhere. */
function leadsTo(field: CompiledField, target: string): boolean {
  const relation = field.name === 'id' ? undefined : relationOf(field);
  switch (relation?.kind) {
    case 'one':
    case 'many':
      return relation.to === target;
    case 'any':
      return relation.to.includes(target);
    default:
      return false;
  }
}

/** `item.is_under(top)` over one object that has a hierarchy. */
export function checkUnder(checker: CheckContext, args: readonly ASTNode[], range: SourceRange): ExpressionNode {
  const [first, second] = args;
  if (first === undefined || second === undefined || args.length !== 2) {
    throw unsupported(range, { en: 'write it as reference.is_under(record)', zh: '应写成 引用.is_under(记录)' });
  }
  const item = checkReference(checker, first);
  if (item.type.type !== 'ref') throw wrongType(item, { en: 'a reference', zh: '引用' }, item.type);
  const { object } = item.type;
  const found = objectOf(checker.scope, object);
  const hierarchy = found === undefined ? undefined : hierarchyOf(found);
  if (hierarchy === undefined) {
    throw unsupported(rangeOf(first), {
      en: `${found?.label.en ?? object} has no hierarchy: none of its references to itself makes one`,
      zh: `“${found?.label.zh ?? object}”没有层级：没有构成层级的自引用字段`,
    });
  }
  const written = checker.check(second);
  const top = idOf(written, item) ?? coerce(written, item.type);
  checker.countList(range);
  checker.reads.add(`${object}.${hierarchy.name}`);
  return {
    kind: 'under',
    type: { type: 'bool' },
    object,
    via: hierarchy.name,
    item,
    top,
    ...range,
  } satisfies UnderNode;
}

function idOf(node: ExpressionNode, item: ExpressionNode): ExpressionNode | undefined {
  if (writtenText(node) === undefined) return undefined;
  const id = readLiteral(node, item.type);
  if (id !== undefined) return id;
  throw wrongType(node, { en: 'the id of a record', zh: '记录 ID' }, node.type);
}
