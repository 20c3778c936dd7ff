import type { Check } from '#contract/scenario/checks.ts';
import { scriptsAreFew } from '../laws/scripts.ts';
import { type Advice, type Adviser, atField } from './advice.ts';

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

/** Whoever fails learns from the check why it matters; the parts of a group have the reason of their group. */
export const checksSayWhy: Adviser = ({ scenario }) => [
  ...scenario.tasks.flatMap(({ checks, guards }, i) => [
    ...withoutWhy(checks, ['tasks', i, 'checks']),
    ...withoutWhy(guards, ['tasks', i, 'guards']),
  ]),
  ...withoutWhy(scenario.guards, ['guards']),
];

const withoutWhy = (checks: readonly Check[], path: readonly (string | number)[]): Advice[] =>
  checks.flatMap(({ id, why }, i) =>
    why === undefined ? [atField('why', [...path, i], `${id} does not say why it matters: add \`why\``)] : [],
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
