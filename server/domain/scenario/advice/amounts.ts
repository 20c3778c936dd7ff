import { scriptsAreFew } from '../laws/scripts.ts';
import { type Adviser, atField } from './advice.ts';

const fewestHints = 3;

/** A second solution shows that the checks look at the effect and not at one spelling. */
export const twoSolutions: Adviser = ({ scenario }) =>
  scenario.solutions.length > 1
    ? []
    : [
        atField(
          'solutions',
          ['solutions'],
          'there is one solution; a second way shows what the checks accept',
        ),
      ];

/** From the first nudge to the field to be changed. */
export const threeHints: Adviser = ({ scenario }) =>
  scenario.tasks.flatMap(({ id, hints }, i) =>
    hints.length >= fewestHints
      ? []
      : [
          atField(
            'hints',
            ['tasks', i],
            `task ${id} has ${hints.length} of ${fewestHints} hints that lead a learner on`,
          ),
        ],
  );

/** Points are comparable across scenarios: about one for a minute of work. */
export const minutesFitPoints: Adviser = ({ scenario: { minutes, points } }) => {
  if (minutes >= points / 2 && minutes <= points * 3) return [];
  const message = `${points} points for ${minutes} minutes; a point is half a minute to three minutes of work`;
  return [atField('minutes', ['minutes'], message)];
};

/** Many scripts ask for a type of check. */
export const fewScripts: Adviser = ({ scenario }) =>
  scriptsAreFew(scenario).map(({ path, message }) => atField('scripts', path, message));
