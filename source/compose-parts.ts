import {randomBytes} from 'node:crypto';
import type {Situation} from './compose.ts';
import {connectionsOf, connectionTo, said} from './compose-connections.ts';
import {safeOf} from './compose-safe.ts';
import {auditAnchors, latestOf} from './control/audit-anchors.ts';
import {glanceAtSecrets} from './control/audited.ts';
import {auditDamaged, auditDamagedPastEngine} from './control/doubt-audit.ts';
import type {Reading} from './control/reading.ts';
import {withoutSecrets} from './control/recognized-secrets.ts';
import type {Safe} from './control/safe.ts';
import {termsOf} from './control/terms.ts';
import type {Wiring} from './engine/open-works.ts';
import type {Works} from './engine/works.ts';
import type {WireReport} from './provider/connection.ts';
import type {Provider} from './provider/contract.ts';
import {loadProviders} from './provider/load.ts';
import {proxyOf} from './provider/proxy.ts';
import type {Redact} from './provider/redact.ts';
import {Settings} from './settings.ts';
import {forgetAnswers} from './store/answer-shelf.ts';
import {noteAuditHead} from './store/audit-head.ts';
import {loadSettings} from './store/formats/settings-file.ts';
import {listNights} from './store/history.ts';
import {ownName} from './store/owner.ts';
import {inState, type Paths} from './store/paths.ts';
import {openQuotaLedger, type QuotaLedger} from './store/quota-ledger.ts';
import {eventSentence} from './tui/event-sentence.ts';
import {newYorkCalendar} from './universe/trading-day.ts';
import {keyFit} from './vault/key-fit.ts';

/** What reader and writer of a root are both made of. */
export type Parts = {
  readonly paths: Paths;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly ledger: () => Promise<QuotaLedger>;
  readonly reading: Reading;
  readonly safe: Safe;
  /** From now on the head of the audit log is noted in the manifest of these works, and damage of it halts them. */
  readonly attach: (works: Works) => void;
};

export async function partsOf(situation: Situation, paths: Paths): Promise<Parts> {
  const {clock, sample, profile} = situation;
  const providers = await loadProviders();
  const settings = (): Promise<Settings> => loadSettings(paths.settings, Settings);
  let opened: Promise<QuotaLedger> | undefined;
  const ledger = (): Promise<QuotaLedger> =>
    (opened ??= openQuotaLedger(situation.replay ? inState(paths, 'replay-quota') : paths.quotaLedger, clock));
  let works: Works | undefined;
  const redact: Redact = (value) => safe.redactor.redactJson(value);
  const safe: Safe = safeOf({
    situation,
    paths,
    providers,
    settings,
    connectWith: async (provider, values) =>
      connectionTo(provider, await settings(), {
        situation,
        paths,
        providers,
        ledger: await ledger(),
        // Whoever asks about credentials must know what he waits for; everything else is in the answer.
        report: (what) => {
          if (what.type === 'throttled' && works)
            said({emit: works.stream.emit.bind(works.stream), pass: 'collect'}, what);
        },
        redact,
        credentials: () => values,
      }),
    noteHead: async (head) => {
      await works?.manifest.setLogHead('audit', head);
      await noteAuditHead(paths, head);
    },
    notedHead: async () => latestOf(await auditAnchors(paths, works?.manifest, clock)),
    onDamage: (damaged) => (works ? auditDamaged(works, damaged) : auditDamagedPastEngine(paths, clock, damaged)),
  });
  const reading: Reading = {
    paths,
    clock,
    sample,
    ...(profile === undefined ? {} : {profile}),
    settings,
    calendar: async () => newYorkCalendar((await settings()).calendar.closures),
    proxy: (setting) => proxyOf(setting, situation.environment),
    providers: async () => providers,
    connections: async () =>
      connectionsOf(await settings(), {
        situation,
        paths,
        providers,
        ledger: await ledger(),
        report: () => {},
        redact,
        credentials: () => undefined,
      }),
    chargesSince: async (provider, since) => (await ledger()).times(provider, since),
    openSecrets: (why, asker = {name: ownName(), via: 'command'}) => glanceAtSecrets(safe, asker, why),
    keyFit: async () => keyFit(paths, await safe.source()),
    masked: async (text) => (await withoutSecrets(safe, text)).text,
    eventSentence,
    nights: () => listNights(paths),
    seen: new Map(),
  };
  return {
    paths,
    providers,
    ledger,
    reading,
    safe,
    attach: (own) => {
      works = own;
    },
  };
}

/** What the engine is given, kept in step with the settings file. */
export async function wiringOf(
  situation: Situation,
  {paths, providers, ledger, reading, safe}: Parts,
): Promise<{works: Wiring; refresh: () => Promise<void>; reportTo: (report: (report: WireReport) => void) => void}> {
  let report: (report: WireReport) => void = () => {};
  const open = await ledger();
  const derived = async () => {
    const settings = await reading.settings();
    return {
      terms: termsOf(settings, {sample: situation.sample, providers}),
      calendar: newYorkCalendar(settings.calendar.closures),
      connections: connectionsOf(settings, {
        situation,
        paths,
        providers,
        ledger: open,
        report: (what) => report(what),
        redact: (value) => safe.redactor.redactJson(value),
        credentials: (id) => safe.inUse.get(id),
      }),
      keepHistoryDays: settings.retention.history,
      keepOpsDays: settings.retention.ops,
    };
  };
  let now = await derived();
  return {
    works: {
      clock: situation.clock,
      randomHex: (bytes) => randomBytes(bytes).toString('hex'),
      terms: () => now.terms,
      calendar: () => now.calendar,
      connections: () => now.connections,
      keepHistoryDays: () => now.keepHistoryDays,
      keepOpsDays: () => now.keepOpsDays,
      forget: async () => {
        for (const connection of now.connections.values()) connection.forget();
        await forgetAnswers(inState(paths, 'answers'));
      },
    },
    refresh: async () => {
      now = await derived();
    },
    reportTo: (listener) => {
      report = listener;
    },
  };
}
