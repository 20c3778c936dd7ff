import { expect, test } from 'vitest';
import type { LabPage } from '../support/lab-page.ts';
import { PageStage } from '../support/page-stage.ts';

const stage = new PageStage();

const rows = (lab: LabPage): Promise<number> => lab.shell('workstation').getByRole('listitem').count();
/** Of the shell, as the last window has said. */
const said = (): number => Number(stage.api.shells.get('workstation')?.sizes.at(-1)?.split('x')[1]);

test('a shell has the size of the window in which somebody works, and the others follow', async () => {
  const [high, low] = [
    await stage.lab({ readable: true }),
    await stage.lab({ readable: true, viewport: { width: 1100, height: 500 } }),
  ];
  /** All have the same size, which is that of the one window or of the other. */
  const allAre = async (wanted: 'high' | 'low') => {
    const [all, one, other] = [said(), await rows(high), await rows(low)];
    return one === all && other === all && (wanted === 'high' ? all > 25 : all < 25);
  };
  await expect.poll(() => allAre('low')).toBe(true);
  await high.shell('workstation').click();
  await expect.poll(() => allAre('high')).toBe(true);
  // By typing alone, where the focus has been all the time.
  await low.typeInto('workstation', 'x');
  await expect.poll(() => allAre('low')).toBe(true);
  // Whose window changes works in it.
  await high.page.setViewportSize({ width: 1440, height: 880 });
  await expect.poll(() => allAre('high')).toBe(true);
});
