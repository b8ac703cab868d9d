import type { EditorName } from '@stratacrm/sdk';
import type { Component } from 'vue';
import ChoiceEditor from './choice/ChoiceEditor.vue';
import ChoicesEditor from './choices/ChoicesEditor.vue';
import ColorEditor from './color/ColorEditor.vue';
import DateEditor from './date/DateEditor.vue';
import DatetimeEditor from './datetime/DatetimeEditor.vue';
import FileEditor from './file/FileEditor.vue';
import JsonEditor from './json/JsonEditor.vue';
import LineEditor from './line/LineEditor.vue';
import LinesEditor from './lines/LinesEditor.vue';
import MoneyEditor from './money/MoneyEditor.vue';
import NumberEditor from './number/NumberEditor.vue';
import PartsEditor from './parts/PartsEditor.vue';
import PointerEditor from './pointer/PointerEditor.vue';
import PercentEditor from './percent/PercentEditor.vue';
import RatingEditor from './rating/RatingEditor.vue';
import ReadonlyEditor from './readonly/ReadonlyEditor.vue';
import ReferenceEditor from './reference/ReferenceEditor.vue';
import ReferencesEditor from './references/ReferencesEditor.vue';
import RichEditor from './rich/RichEditor.vue';
import SwitchEditor from './switch/SwitchEditor.vue';
import TagsEditor from './tags/TagsEditor.vue';
import WrittenEditor from './written/WrittenEditor.vue';

/** The editor of each name that field types may ask for: one folder and one line. */
export const EDITORS: Readonly<Record<EditorName, Component>> = {
  line: LineEditor,
  lines: LinesEditor,
  number: NumberEditor,
  money: MoneyEditor,
  percent: PercentEditor,
  switch: SwitchEditor,
  date: DateEditor,
  datetime: DatetimeEditor,
  written: WrittenEditor,
  rating: RatingEditor,
  color: ColorEditor,
  tags: TagsEditor,
  parts: PartsEditor,
  rich: RichEditor,
  json: JsonEditor,
  choice: ChoiceEditor,
  choices: ChoicesEditor,
  reference: ReferenceEditor,
  references: ReferencesEditor,
  pointer: PointerEditor,
  // Rows are written in the form of the record they belong to.
  children: ReadonlyEditor,
  user: ReferenceEditor,
  file: FileEditor,
  image: FileEditor,
  readonly: ReadonlyEditor,
};
