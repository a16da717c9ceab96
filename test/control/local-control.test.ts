import {sampleHost} from '../helpers/sample-host.ts';
import {controlContract} from './contract.ts';

controlContract('in this process', async () => {
  const {control, release} = await sampleHost();
  return {control, close: release};
});
