import { LabId } from '#contract/ids.ts';
import { dockerWorld, recordedRun, unstopped } from './trial-world.ts';

/** Starts to make a host and says so; whoever started this kills it in the middle. */
const [owner = '', lab = '', image = ''] = process.argv.slice(2);
const world = dockerWorld(owner);
const id = LabId.parse(lab);
await world.hosts.createNetwork(id, unstopped());
const run = recordedRun();
await world.hosts.createHost(
  id,
  { name: 'web', image },
  {
    ...run,
    onStep: (step) => {
      if (step.phase === 'note') process.stdout.write('half made\n');
    },
  },
);
