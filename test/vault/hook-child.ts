import {runHook} from '../../source/vault/rotation-hook.ts';

// Ends as the command line does on a signal while its hook still works.
process.once('SIGTERM', () => process.exit(143));
const [program = ''] = process.argv.slice(2);
await runHook({command: [program], provider: 'alpaca', fields: ['keyId'], environment: process.env});
