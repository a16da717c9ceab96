import {access} from './access.ts';
import {audit} from './audit.ts';
import {blocklist} from './blocklist.ts';
import {build} from './build.ts';
import {check} from './check.ts';
import type {CommandEntry} from './command-entry.ts';
import {completion} from './completion.ts';
import {credentials} from './credentials.ts';
import {diff} from './diff.ts';
import {doctor} from './doctor.ts';
import {explain} from './explain.ts';
import {exportTable} from './export.ts';
import {funnel} from './funnel.ts';
import {halt} from './halt.ts';
import {keys} from './keys.ts';
import {migrate} from './migrate.ts';
import {plan} from './plan.ts';
import {providers} from './providers.ts';
import {recover} from './recover.ts';
import {refilter} from './refilter.ts';
import {restore} from './restore.ts';
import {resume} from './resume.ts';
import {rollback} from './rollback.ts';
import {rotation} from './rotation.ts';
import {secrets} from './secrets.ts';
import {settings} from './settings.ts';
import {snapshot} from './snapshot.ts';
import {status} from './status.ts';
import {stop} from './stop.ts';
import {systemdUnit} from './systemd-unit.ts';
import {verify} from './verify.ts';
import {wait} from './wait.ts';

/** Every command, in the order of the help. */
export const table: readonly CommandEntry[] = [
  build,
  refilter,
  recover,
  plan,
  rollback,
  stop,
  status,
  verify,
  explain,
  check,
  diff,
  funnel,
  wait,
  blocklist,
  exportTable,
  settings,
  providers,
  credentials,
  rotation,
  keys,
  secrets,
  access,
  audit,
  halt,
  resume,
  snapshot,
  restore,
  migrate,
  doctor,
  systemdUnit,
  completion,
];
