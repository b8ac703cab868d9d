import type { Migration } from '@mikro-orm/migrations';
import { M0001Workspace } from './001-workspace.ts';
import { M0010Model } from './010-model.ts';
import { M0015Expressions } from './015-expressions.ts';
import { M0020Access } from './020-access.ts';
import { M0030Records } from './030-records.ts';
import { M0031RecordOrder } from './031-record-order.ts';
import { M0040Quality } from './040-quality.ts';
import { M0041ImportCounts } from './041-import-counts.ts';
import { M0050Places } from './050-places.ts';
import { M0060Audit } from './060-audit.ts';
import { M0061FieldNames } from './061-field-names.ts';
import { M0062SecondFactor } from './062-second-factor.ts';
import { M0063SingleSignOn } from './063-single-sign-on.ts';
import { M0064SeeingAs } from './064-seeing-as.ts';
import { M0072Rollups } from './072-rollups.ts';
import { M0073NumberCounters } from './073-number-counters.ts';
import { M0074Files } from './074-files.ts';
import { M0077RecordShares } from './077-record-shares.ts';
import { M0078PortalUsers } from './078-portal-users.ts';
import { M0080Conversions } from './080-conversions.ts';
import { M0081ExchangeRates } from './081-exchange-rates.ts';
import { M0083LogBound } from './083-log-bound.ts';
import { M0084LogBoundChecked } from './084-log-bound-checked.ts';
import { M0085LogPartitions } from './085-log-partitions.ts';
import { M0086SearchFresh } from './086-search-fresh.ts';
import { M0090Workflow } from './090-workflow.ts';
import { M0091Deliveries } from './091-deliveries.ts';
import { M0092Connections } from './092-connections.ts';
import { M0093Notifications } from './093-notifications.ts';
import { M0094WorkflowDoors } from './094-workflow-doors.ts';
import { M0096PeopleSteps } from './096-people-steps.ts';
import { M0101ProcessRequests } from './101-process-requests.ts';
import { M0102ProcessClocks } from './102-process-clocks.ts';
import { M0106Replays } from './106-replays.ts';
import { M0120PluginRuns } from './120-plugin-runs.ts';
import { M0125Plugins } from './125-plugins.ts';
import { M0126PluginExports } from './126-plugin-exports.ts';
import { M0132SearchMaking } from './132-search-making.ts';
import { M0135DeliveryLanes } from './135-delivery-lanes.ts';
import { M0154RequestPerProcess } from './154-request-per-process.ts';
import { M0162PluginRecords } from './162-plugin-records.ts';
import { M0165Connectors } from './165-connectors.ts';
import { M0170ConnectorsWhole } from './170-connectors-whole.ts';
import { M0171Lots } from './171-lots.ts';
import { M0174FilesOfRuns } from './174-files-of-runs.ts';
import { M0176TokensDue } from './176-tokens-due.ts';
import { M0177QuestionsInChinese } from './177-questions-in-chinese.ts';

type MigrationClass = (new (...args: ConstructorParameters<typeof Migration>) => Migration) & { readonly name: string };

/** Every change of the platform's tables, oldest first. One that has been released is never edited; a new one is appended. */
export const migrations: readonly MigrationClass[] = [
  M0001Workspace,
  M0010Model,
  M0015Expressions,
  M0020Access,
  M0030Records,
  M0031RecordOrder,
  M0040Quality,
  M0041ImportCounts,
  M0050Places,
  M0060Audit,
  M0061FieldNames,
  M0062SecondFactor,
  M0063SingleSignOn,
  M0064SeeingAs,
  M0072Rollups,
  M0073NumberCounters,
  M0074Files,
  M0077RecordShares,
  M0078PortalUsers,
  M0080Conversions,
  M0081ExchangeRates,
  M0083LogBound,
  M0084LogBoundChecked,
  M0085LogPartitions,
  M0086SearchFresh,
  M0090Workflow,
  M0091Deliveries,
  M0092Connections,
  M0093Notifications,
  M0094WorkflowDoors,
  M0096PeopleSteps,
  M0101ProcessRequests,
  M0102ProcessClocks,
  M0106Replays,
  M0120PluginRuns,
  M0125Plugins,
  M0126PluginExports,
  M0132SearchMaking,
  M0135DeliveryLanes,
  M0154RequestPerProcess,
  M0162PluginRecords,
  M0165Connectors,
  M0170ConnectorsWhole,
  M0171Lots,
  M0174FilesOfRuns,
  M0176TokensDue,
  M0177QuestionsInChinese,
];
