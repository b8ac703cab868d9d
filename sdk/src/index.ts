export { LOCALES, type Label, type Locale } from './label.ts';
export type { JsonObject, JsonSchema, JsonValue } from './json.ts';

export type { ErrorDefinition } from './errors/error-definition.ts';
export { errorCatalogue, type ErrorCode } from './errors/catalogue/index.ts';
export {
  StrataError,
  describeError,
  type ErrorParameter,
  type ErrorParameters,
  type Issue,
} from './errors/strata-error.ts';

export { ACTION_PLACES } from './documents/action.ts';
export type { ActionDocument, ActionEffect, ActionPlace, ActionQuestion } from './documents/action.ts';
export type { DocumentBase, DocumentMeta } from './documents/document.ts';
export { SENSITIVITIES } from './documents/field.ts';
export type { FieldDocument, OptionSetDocument, SelectOption, Sensitivity } from './documents/field.ts';
export {
  DOCUMENT_KINDS,
  documentKey,
  type Document,
  type DocumentKind,
  type DocumentKinds,
} from './documents/kinds.ts';
export {
  DASHBOARD_COLUMNS,
  type DashboardDocument,
  type DashboardFilter,
  type DashboardTile,
  type TilePlace,
} from './documents/dashboard.ts';
export type { LayoutDocument, LayoutItem, LayoutSection, RelatedList } from './documents/layout.ts';
export { PLUGIN_PARTS } from './documents/plugin-part.ts';
export type { PluginPartDocument, PluginPartKind } from './documents/plugin-part.ts';
export type { ObjectDocument } from './documents/object.ts';
export type { PageDocument } from './documents/page.ts';
export type { ClockTerms, ProcessClock, ProcessDocument, Stage, Transition } from './documents/process.ts';
export {
  FIELD_PERMISSIONS,
  SYSTEM_RIGHTS,
  unnamedField,
  VERBS,
  type FieldPermission,
  type ObjectGrant,
  type Permission,
  type RoleDocument,
  type SystemRight,
  type Verb,
} from './documents/role.ts';
export type { CheckRule, DefaultRule, RuleDocument, ValidationRule, VisibilityRule } from './documents/rule.ts';
export { SCREEN_MOUNTS, type ScreenDocument, type ScreenMount } from './documents/screen.ts';
export {
  DATE_BUCKETS,
  VIEW_KINDS,
  type DateBucket,
  type ViewBody,
  type ViewColumn,
  type ViewDocument,
  type ViewKind,
} from './documents/view.ts';
export {
  ARRANGEMENTS,
  VIEW_PLACES,
  type Arrangement,
  type ViewPlace,
  type ViewTypeDocument,
  type ViewTypePart,
} from './documents/view-type.ts';
export { areFilled, likelyParts, needOfPart } from './model/view-parts.ts';

export type {
  CompiledEnricher,
  CompiledField,
  CompiledModel,
  CompiledObject,
  CompiledScreen,
  ModelResponse,
  MaskedField,
  ObjectRights,
  WorkspaceSettings,
} from './model/compiled.ts';

export type {
  EditorName,
  ChildList,
  FieldTraits,
  FieldPart,
  FieldType,
  Parsed,
  Relation,
  SettingField,
  StorageKind,
  ValueContext,
} from './field-types/field-type.ts';

export { isCurrencyCode, minorDigits } from './field-types/currency/currency-code.ts';
export { formulaScale, formulaValue } from './field-types/formula/formula-value.ts';
export {
  emptyRollup,
  rollupResult,
  rollupScale,
  type RollupFunction,
  type RollupInput,
} from './field-types/rollup/rollup-result.ts';
export { isNumberPattern, numberText } from './field-types/auto-number/number-pattern.ts';
export { fileEnding, LONGEST_FILE_NAME, takenEndings, type FileValue } from './field-types/file-value.ts';
export { PICTURE_TYPES } from './field-types/image/image.ts';
export { isOffered, notOffered } from './field-types/offered-options.ts';
export { isLimit } from './field-types/limit.ts';
export { isPattern } from './field-types/text-value.ts';
export { mostStars } from './field-types/rating/rating.ts';
export { allTargets } from './field-types/reference-targets.ts';
export { MOST_REFERENCES, writtenItems } from './field-types/multi-reference/multi-reference.ts';
export type { Pointer } from './field-types/polymorphic-reference/polymorphic-reference.ts';
export { MOST_CHILDREN } from './field-types/children/children.ts';
export { isId } from './field-types/id-value.ts';
export { convertValue, writtenValue } from './field-types/convert-value.ts';
export { addDays, addMonths, daysBetween, instantText, isDate, weekday } from './expressions/calendar.ts';
export type { BusinessCalendar, SpecialDay, WorkingHours } from './business-time/business-calendar.ts';
export {
  ALL_HOURS,
  businessLength,
  businessTime,
  minutesOf,
  type BusinessTime,
} from './business-time/business-time.ts';
export { DEADLINE_OPTIONS } from './field-types/deadline/deadline.ts';
export {
  deadlineAt,
  deadlineEnded,
  nextMoment,
  type DeadlineState,
  type DeadlineTerms,
  type DeadlineValue,
} from './field-types/deadline/deadline-value.ts';
export { CHINESE_HOLIDAY_YEARS, chineseHolidays, isAnnounced } from './business-time/chinese-holidays.ts';
export { westernHolidays, type WesternHolidays } from './business-time/western-holidays.ts';
export { dateAt, instantOf, isTimeZone, startOfDay, wallClock } from './expressions/time-zone.ts';
export { plainDecimal } from './expressions/number.ts';
export { partField, partsOf, type PartField } from './field-types/field-part.ts';
export { COUNTRY_CODES, countryName } from './field-types/address/country.ts';
export { contextBeside } from './field-types/record-country.ts';
export {
  FIELD_TYPES,
  childListOf,
  fieldType,
  isFieldType,
  isPersonal,
  sensitivityOf,
  expressionValue,
  relationOf,
  storageOf,
  traitsOf,
} from './field-types/index.ts';
export { didYouMean, editDistance, nearest, suggestionAmong } from './suggestion.ts';

export type * from './expressions/expression-node.ts';
export { completionsAt, completionsFor, type Completion, type Completions } from './expressions/completions.ts';
export {
  conditionField,
  conditionsFromExpression,
  expressionFromConditions,
  fieldAt,
  recordsOf,
  relatedFields,
} from './expressions/conditions.ts';
export type { Condition, ConditionValue } from './expressions/condition.ts';
export { operatorsFor, type ConditionOperand, type ConditionOperator } from './expressions/condition-operators.ts';
export { typeText } from './expressions/type-text.ts';
export { isRecordList } from './expressions/check-related.ts';
export { partsOfNode } from './expressions/expression-parts.ts';
export { hierarchyOf } from './expressions/hierarchy.ts';
export { checkExpression } from './expressions/check-expression.ts';
export { evaluateExpression } from './expressions/evaluate-expression.ts';
export { FUNCTIONS, isFunctionName, type FunctionName } from './expressions/functions/index.ts';
export type {
  ExpressionFunction,
  FunctionParameter,
  ParameterKind,
} from './expressions/functions/expression-function.ts';
export type { ExpressionType } from './expressions/expression-type.ts';
export type {
  CheckedExpression,
  CheckResult,
  ExpressionBindings,
  ExpressionProblem,
  ExpressionRecords,
  ExpressionScope,
  ExpressionUser,
} from './expressions/expression.ts';

export type { ActionAnswer, OfferedAction } from './wire/actions.ts';
export { AUDIT_ACTIONS } from './wire/access.ts';
export type {
  ApiKeyInfo,
  AuditAction,
  AuditCheck,
  AuditEntry,
  AuditSubject,
  ExplainedCondition,
  ExplainedGrant,
  ExplainedRemedy,
  ExplainedValue,
  Explanation,
  Me,
  PortalInfo,
  RecordReader,
  RecordShare,
  RecordShares,
  SavedView,
  SecondFactorInfo,
  SessionInfo,
  ShareInput,
  ShareLevel,
  DelegationInfo,
  RoleName,
  SensitiveField,
  TeamInfo,
  UserInfo,
} from './wire/access.ts';
export type {
  ColumnMapping,
  ImportBatch,
  ImportFormat,
  ImportProblem,
  ImportRow,
  ImportState,
} from './wire/imports.ts';
export type { MergeOffer, Problem, ProblemItem } from './wire/problem.ts';
export type {
  AnonymisedCounts,
  BulkError,
  BulkRequest,
  BulkResult,
  ByFilterResult,
  CurrencyValue,
  DeleteByFilterRequest,
  FoundPerson,
  GroupBy,
  GroupPage,
  HistoryEntry,
  PersonalRecord,
  RecordData,
  RecordPage,
  RecordQuery,
  RestorePreview,
  SearchGaps,
  SearchHit,
  TimelineEntry,
  UpdateByFilterRequest,
} from './wire/records.ts';
export type {
  ConversionPlan,
  ConversionProgress,
  DdlStep,
  DocumentChange,
  DocumentEdit,
  DocumentInfo,
  AccessChange,
  AccessChangeOfPerson,
  Impact,
  LayerInfo,
  PublishPlan,
  ReleaseInfo,
} from './wire/studio.ts';

export type { RollupCheck, RollupFinding, RollupInfo, RollupList } from './wire/rollups.ts';

export type { DemoData, PluginManifest, PluginPatch, ScreenSource } from './plugin.ts';
export type * from './plugin/call-user.ts';
export type * from './plugin/calls.ts';
export type * from './plugin/capability.ts';
export type * from './plugin/host.ts';
export {
  BUNDLE_GLOBAL,
  HANDLER_WORDS,
  HOOK_EVENTS,
  handlerKey,
  type ActionDeclaration,
  type Declaration,
  type ConnectorDeclaration,
  type EndpointDeclaration,
  type EnricherDeclaration,
  type FieldTypeDeclaration,
  type FunctionDeclaration,
  type HandlerWord,
  type HookDeclaration,
  type HookEvent,
  type JobDeclaration,
  type OutsideField,
  type PluginCode,
  type SettingDeclaration,
  type StepDeclaration,
  type TriggerDeclaration,
  type ValidatorDeclaration,
} from './plugin/code.ts';
export {
  PART_SETTING_TYPES,
  asField,
  partSettingIssues,
  partSettings,
  type PartInput,
  type PartSetting,
} from './plugin/part-form.ts';
export { currencyDisplay } from './field-types/number-format.ts';
export { shownLink, shownText, type FieldShape, type ValueDisplay } from './field-types/value-display.ts';
export {
  CALL_KINDS,
  CALL_LIMITS,
  CPU_MS_PER_RECORD,
  MEMORY_MB,
  MINUTE_LIMITS,
  type CallKind,
  type CallLimits,
  type LowerLimits,
  type MinuteLimits,
} from './plugin/limits.ts';

export type { BodyOf, DocumentDraft, DraftOf } from './define/document-draft.ts';
export { pluginPartName } from './define/plugin-part.ts';
export { defineAction, type ActionDefinition, type FormDefinition } from './define/action.ts';
export {
  columns,
  defineDashboard,
  defineEmailTemplate,
  defineLayout,
  defineOptionSet,
  defineProcess,
  defineRole,
  defineRule,
  defineView,
  defineViewType,
  items,
} from './define/documents.ts';
export { field, option, type FieldOptions } from './define/field.ts';
export {
  begins,
  defineWorkflow,
  does,
  type SettingsOfStep,
  type SettingsOfTrigger,
  type StepDraft,
  type StepFrame,
  type StepKindName,
  type TriggerKindName,
  type WorkflowDefinition,
} from './define/workflow.ts';
export { label } from './define/label.ts';
export { textFor } from './define/text-for.ts';
export { defineFields, defineObject, type ObjectDefinition } from './define/object.ts';
export { tile, type SettingsOfTile, type TileFrame } from './define/tile.ts';
export { definePlugin, handlerKeysOf, pluginDocumentId, type Plugin, type PluginDefinition } from './define/plugin.ts';
export { BASE_PLUGIN, patchDocument, type PatchDraft } from './define/patch.ts';
export {
  action,
  connector,
  endpoint,
  enricher,
  fieldTypeOf,
  hook,
  job,
  migration,
  pluginFunction,
  signInHook,
  step,
  trigger,
  validator,
  type CodePart,
  type ConnectorCode,
} from './define/code.ts';
export { may } from './define/capability.ts';
export { definePage, defineScreen, type ScreenDefinition, type ScreenDraft } from './define/screen.ts';
export { manifestProblems } from './plugin/manifest-problems.ts';
export type { ManifestProblem } from './plugin/manifest-problem.ts';
export { capabilityKey, capabilityText, isCovered, type CapabilityNames } from './plugin/capability-text.ts';
export type * from './wire/plugins.ts';
export {
  CONNECTOR_RUN_STATES,
  type ConnectorField,
  type ConnectorInfo,
  type ConnectorMapping,
  type ConnectorRowError,
  type ConnectorRun,
} from './wire/connectors.ts';
export type { EnrichAnswer, Proposal } from './wire/enrich.ts';
export type { PickedRecord, ScreenContext, ScreenSurroundings } from './screen/context.ts';
export {
  INPUT_MESSAGE,
  PORT_MESSAGE,
  SCREEN_LIMITS,
  SCREEN_NEWS,
  SERVER_METHODS,
  STUDIO_METHODS,
  type ScreenMessage,
  type ScreenNews,
  type ScreenProblem,
  type ServerMethod,
  type StudioMessage,
  type StudioMethod,
} from './screen/messages.ts';

export { diffDocument } from './documents/patch-diff.ts';
export { patchedPaths } from './documents/patch-paths.ts';
export { itemKey, sameJson, type DocumentPatch } from './documents/patch-value.ts';
export { applyPatch } from './documents/patch.ts';

export { objectSchema, type SchemaOptions, type SchemaUse } from './model/json-schema.ts';

export type {
  WorkflowDocument,
  WorkflowStep,
  WorkflowTest,
  WorkflowTestRecord,
  WorkflowTrigger,
} from './documents/workflow.ts';
export type { WorkflowSetting, SettingType } from './workflow/setting.ts';
export { DONE, FAILED, type Effect, type Outcome, type Result, type StepKind } from './workflow/step-kind.ts';
export type { TriggerKind } from './workflow/trigger-kind.ts';
export { fittingValue } from './workflow/sample.ts';
export { chosenFrom, chosenPart, partNameOf, TAKEN_SETTINGS, type ChosenPart } from './workflow/chosen-part.ts';
export { STEP_KINDS, stepKind, stepSettings } from './workflow/step-kinds.ts';
export { TRIGGER_KINDS, triggerKind } from './workflow/trigger-kinds.ts';
export { askedBy, begunFor, offeredWhen } from './workflow/begun-by-hand.ts';
export { QUESTION_TYPES, isQuestionType, questionField } from './action/question.ts';
export { FORM_FIELD_TYPES, formFields, type FormField, type FormFieldType } from './workflow/form.ts';
export type { TileKind } from './dashboard/tile-kind.ts';
export { TILE_KINDS, tileKind, type TileKindName } from './dashboard/tile-kinds.ts';
export {
  isTileSettingAsked,
  type TileSetting,
  type TileSettingType,
  type TileSettings,
  type WrittenSettings,
} from './dashboard/tile-setting.ts';
export {
  PERIODS,
  periodText,
  rangeBefore,
  rangeOfLastYear,
  readPeriod,
  sameStretch,
  type DayRange,
  type NamedPeriod,
} from './dashboard/period.ts';
export { graphOf, type Graph } from './workflow/graph.ts';
export { fillPieces, piecesOf, rewritePieces } from './workflow/placeholders.ts';
export { NAMES_OBJECT, WorkflowNames, namesObject, scopeOf } from './workflow/names.ts';
export { celLiteral, sampleLiteral } from './workflow/filter-sample.ts';
export { expressionPlaces, type ExpressionPlace } from './workflow/expression-places.ts';
export { casesOf } from './workflow/steps/switch.ts';
export { itemName } from './workflow/steps/for-each.ts';
export { MAIL_FILE, MAIL_FILES } from './workflow/triggers/mail-received.ts';
export { nextTime, readCron, type Cron } from './workflow/cron.ts';
export { settingIssue } from './workflow/check-setting.ts';
export { LINK_PLACEHOLDER, htmlSource, templateExpressions, type TemplateExpression } from './email/template-pieces.ts';
export type { ConnectionTrial, DeliveryInfo, MailPreview } from './wire/outside.ts';
export type {
  ChartData,
  ChartGroup,
  DashboardAnswer,
  DashboardInfo,
  FilterValues,
  ListData,
  NumberData,
  TileAnswer,
  TileData,
} from './wire/dashboards.ts';
export type { PublicForm, PublicFormField, WorkflowDoorInfo } from './wire/doors.ts';
export { NOTIFY_BY_MAIL, type NotificationInfo, type NotificationPage } from './wire/notifications.ts';
export { readSample, sampleNames, sampleValues } from './workflow/sample.ts';
export { cleanHtml, escapeHtml, htmlText } from './field-types/rich-text/clean-html.ts';
export type { EmailTemplateDocument } from './documents/email-template.ts';
export type { ConnectionInfo, ConnectionKind, ConnectionSetting } from './connections/connection-kind.ts';
export { CONNECTION_KINDS, connectionKind } from './connections/connection-kinds.ts';
export { lintWorkflow, recordType, type WorkflowSurroundings } from './workflow/lint-workflow.ts';
export { mayGoRound } from './workflow/goes-round.ts';
export { mayBeWrittenTwice, writtenTwice } from './workflow/written-twice.ts';
export type { ChangedDocument, WorkflowProblem } from './workflow/workflow-problem.ts';
export {
  WORK_LISTS,
  type BulkDecision,
  type DecisionPage,
  type PersonName,
  type WorkAnswers,
  type WorkCount,
  type WorkDetail,
  type WorkEvent,
  type WorkItem,
  type WorkList,
  type WorkProfile,
  type WorkProfileInput,
  type WorkRights,
  type WorkSeat,
} from './wire/work.ts';
export { ownerOf, settingsOf, usesOf, type SettingUse } from './workflow/setting-uses.ts';
export { isAskedFor } from './workflow/setting.ts';
export { upgradeWorkflow } from './workflow/upgrade-workflow.ts';
export {
  PEOPLE_KINDS,
  isPeopleExpression,
  peopleEntries,
  territoriesOf,
  type PeopleEntry,
  type PeopleKind,
  type Territory,
} from './workflow/people.ts';
export { readDuration } from './expressions/duration-text.ts';
export { lintProcess, type ProcessDoubt } from './process/lint-process.ts';
export { ledFirst, processOn, processesOf } from './process/processes-of.ts';
export type { OpenTransition, OpenTransitions, TriedProcess } from './wire/process.ts';
export type {
  OfferedWorkflow,
  RecordRun,
  RunProblem,
  WorkflowDay,
  RunsChanged,
  WorkflowMetric,
  WorkflowRun,
  WorkflowRunDetail,
  WorkflowRunStatus,
  WorkflowRunStep,
  WorkflowVersion,
} from './wire/workflow.ts';
export type {
  Replay,
  ReplayCounts,
  ReplayDetail,
  ReplayEntry,
  ReplayOutcome,
  ReplayState,
  TrialBeginning,
  TrialDelivery,
  TrialResult,
  TrialStep,
  TrialWrite,
  WorkflowTestResult,
} from './wire/trial.ts';
