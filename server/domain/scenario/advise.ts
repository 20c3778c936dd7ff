import type { Advice, Adviser, Material } from './advice/advice.ts';
import { checksSayWhy, fewScripts, minutesFitPoints, threeHints, twoSolutions } from './advice/amounts.ts';
import { docsAreAllowed, explanationLeadsOn } from './advice/docs.ts';
import {
  imagesAreOfTheLab,
  nothingFromOutside,
  nothingToRewrite,
  setupDoesNotSleep,
} from './advice/files.ts';
import { noFirmIsNamed, promptsNameWhatExists } from './advice/names.ts';

const advisers: readonly Adviser[] = [
  minutesFitPoints,
  twoSolutions,
  threeHints,
  fewScripts,
  checksSayWhy,
  promptsNameWhatExists,
  noFirmIsNamed,
  docsAreAllowed,
  explanationLeadsOn,
  setupDoesNotSleep,
  imagesAreOfTheLab,
  nothingFromOutside,
  nothingToRewrite,
];

/** What could be better in a scenario that is sound; empty means that no rule for authors is broken. */
export function advise(material: Material): Advice[] {
  return advisers.flatMap((adviser) => adviser(material));
}
