import { beforeAll } from 'vitest';
import { RealLab } from './real-lab.ts';

/** The lab that the tests of terminals share, since each takes its time to start. Every test leaves its shell at the prompt. */
export const its = new RealLab('terminals');

beforeAll(async () => {
  // Drawn into the document, letters have their looks; and a screen reader would be told of each letter of a flood.
  await its.open({ webgl: false, reader: false });
  await its.page.emulateMedia({ reducedMotion: 'reduce' });
  await its.start('Read the handshake');
});
