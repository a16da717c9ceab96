import type {CommandEntry} from './command-entry.ts';

/** `universe service`: the file is named after what it makes. */
export const systemdUnit: CommandEntry = {
  name: 'service',
  group: 'Care',
  summary: 'Print a systemd unit that runs the daemon on this root',
  usage: '',
  words: {min: 0, max: 0},
  flags: [],
  examples: ['universe service --root /var/lib/universe | sudo tee /etc/systemd/system/universe.service'],
  run: async ({out, program, flags: {profile, sample}}) => {
    const place = [
      '--root',
      program.root,
      ...(sample ? ['--sample'] : []),
      ...(profile === undefined ? [] : ['--profile', profile]),
    ];
    out.data(unitText({...program, args: [...program.args, '--daemon', ...place], user: await program.owner()}));
    return 'done';
  },
};

export type Program = {
  readonly command: string;
  readonly args: readonly string[];
  readonly root: string;
  /** The file of the master key. */
  readonly key: string;
  /** Whose the root is, as systemd wants it: by sudo it is not who asks. */
  readonly owner: () => Promise<string>;
};

function unitText({command, args, root, key, user}: Program & {readonly user: string}): string {
  return [
    '[Unit]',
    'Description=Nightly symbol universe',
    'Wants=network-online.target',
    'After=network-online.target',
    '',
    '[Service]',
    `User=${user}`,
    `ExecStart=${[command, ...args].map(quoted).join(' ')}`,
    'Restart=on-failure',
    // Usage, credentials: starting again would end the same way.
    'RestartPreventExitStatus=2 5',
    'TimeoutStopSec=30',
    'LimitCORE=0',
    // Commented: whether the key stays where it is or is handed over by systemd is for the owner to decide.
    '# The master key, handed over by systemd from a file that may then belong to root alone:',
    `# LoadCredential=${quoted(`master-key:${key}`)}`,
    'UMask=0077',
    'NoNewPrivileges=yes',
    'ProtectSystem=strict',
    `ReadWritePaths=${quoted(root)}`,
    'PrivateTmp=yes',
    'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6',
    '',
    '[Install]',
    'WantedBy=multi-user.target',
  ].join('\n');
}

/** A percent sign begins a specifier, and spaces part words. */
function quoted(word: string): string {
  const escaped = word.replaceAll('%', '%%').replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  return /[\s"']/.test(escaped) ? `"${escaped}"` : escaped;
}
