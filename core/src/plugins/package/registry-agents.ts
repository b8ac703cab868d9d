import http, { type Agent, type ClientRequestArgs } from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { TryLater } from '../../kernel/deliveries/carrier.ts';
import type { OutboundPolicy } from '../../kernel/outbound/outbound-policy.ts';
import { resolveTarget } from '../../kernel/outbound/resolve-target.ts';

/**
 * By what npm's client connects at each hop, the first and those it is redirected to. The registry itself is where its
 * operator says it is. It may lead on to what anybody may be sent to, for some keep their tarballs elsewhere; to no other
 * service of its own host, for npm's client would take the token there, and never out of TLS.
 */
export function registryAgents(registry: string, policy: OutboundPolicy): (hop: URL) => Agent {
  const home = new URL(registry);
  return (hop) => {
    const { Agent: AgentOf } = hop.protocol === 'https:' ? https : http;
    if (hop.origin === home.origin) return new AgentOf({ proxyEnv: process.env });
    const isShut = hop.hostname === home.hostname || (home.protocol === 'https:' && hop.protocol !== 'https:');
    return checked(new AgentOf(), isShut ? NOWHERE : policy);
  };
}

const NOWHERE: OutboundPolicy = { allows: () => false };

type Connected = (error: Error | null, socket?: Duplex) => void;

/** Connects to the address that was looked at, whatever the name resolves to a moment later. */
function checked(agent: Agent, policy: OutboundPolicy): Agent {
  const connect = agent.createConnection.bind(agent);
  const connectChecked = async (options: ClientRequestArgs, done: Connected): Promise<void> => {
    try {
      const { address } = await resolveTarget(options.host ?? '', policy);
      done(null, connect({ ...options, host: address }) ?? undefined);
    } catch (error) {
      done(error instanceof TryLater ? error.reason : (error as Error));
    }
  };
  agent.createConnection = (options: ClientRequestArgs, done: Connected) => {
    void connectChecked(options, done);
    return undefined;
  };
  return agent;
}
