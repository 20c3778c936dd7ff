import { LabId, ShellId } from '#contract/ids.ts';
import { dockerWorld, unstopped } from './trial-world.ts';

/** Opens a shell on a node, types into it and says so; whoever started this kills it then. */
const [owner = '', lab = '', id = ''] = process.argv.slice(2);
const world = dockerWorld(owner);
const options = { id: ShellId.parse(id), user: 'root', cols: 80, rows: 24 };
const pty = await world.terminals.open(LabId.parse(lab), 'cp', options, unstopped());
let said = '';
let typed = false;
pty.onData((data) => {
  said += Buffer.from(data).toString();
  if (!typed && said.includes('# ')) {
    typed = true;
    const line = `cd /etc/kubernetes; echo "in $PWD"; for n in 1 2 3; do sleep 1; echo "al""one $n"; done\n`;
    pty.write(line, { writer: 'killed', seq: 1 });
  }
  if (said.includes('in /etc/kubernetes')) process.stdout.write('it types\n');
});
