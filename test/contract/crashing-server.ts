import { LabId } from '#contract/ids.ts';
import type { Step } from '#contract/progress.ts';
import { dockerWorld, recordedRun, unstopped } from './trial-world.ts';

/** Starts to make a host or a cluster and says so; whoever started this kills it in the middle. */
const [owner = '', lab = '', image = '', what = 'host'] = process.argv.slice(2);
const world = dockerWorld(owner);
const id = LabId.parse(lab);
await world.hosts.createNetwork(id, unstopped());
const run = {
  ...recordedRun(),
  onStep: (step: Step): void => {
    if (step.phase === 'note' && /waiting|Preparing/.test(step.text)) process.stdout.write('half made\n');
  },
};
if (what === 'cluster') await world.clusters.create(id, { nodes: 2, image }, run);
else await world.hosts.createHost(id, { name: 'web', image }, run);
