import type { Task } from '#contract/scenario/scenario.ts';
import type { TranslatedTask, Translation } from '#contract/scenario/translation.ts';
import type { LawFault } from './laws/law.ts';
import { namedVars } from './template.ts';

/** What of a scenario is translated. Of tasks that are not well formed only the id is known. */
export interface Translatable {
  readonly ids: readonly string[];
  readonly tasks: readonly Task[];
}

/** Where a translation says something else than the scenario: tasks, hints or values that are missing or too many. */
export function translationFaults(translation: Translation, { ids, tasks }: Translatable): LawFault[] {
  const missing = ids.filter((id) => !Object.hasOwn(translation.tasks, id));
  return [
    ...missing.map((id) => ({ path: ['tasks'], message: `task ${id} is not translated` })),
    ...Object.entries(translation.tasks).flatMap(([id, translated]): LawFault[] => {
      if (!ids.includes(id)) return [{ path: ['tasks', id], message: `the scenario has no task ${id}` }];
      const task = tasks.find((one) => one.id === id);
      return task === undefined ? [] : [...hintFaults(task, translated), ...valueFaults(task, translated)];
    }),
  ];
}

function hintFaults({ id, hints }: Task, translated: TranslatedTask): LawFault[] {
  if (hints.length === translated.hints.length) return [];
  const message = `task ${id} has ${hints.length} hints, and ${translated.hints.length} are translated`;
  return [{ path: ['tasks', id, 'hints'], message }];
}

/** A value that only a translation names would be shown to some learners and be a secret to the others. */
function valueFaults(task: Task, translated: TranslatedTask): LawFault[] {
  const pairs = [
    { path: ['prompt'], original: task.prompt, text: translated.prompt },
    ...translated.hints.map((text, i) => ({ path: ['hints', i], original: task.hints[i]?.text ?? '', text })),
  ];
  return pairs.flatMap(({ path, original, text }): LawFault[] => {
    const [wanted, got] = [namedVars(original), namedVars(text)];
    const at = ['tasks', task.id, ...path];
    return [
      ...wanted.filter((name) => !got.includes(name)).map((name) => `{{vars.${name}}} is missing`),
      ...got
        .filter((name) => !wanted.includes(name))
        .map((name) => `the original does not name {{vars.${name}}} here`),
    ].map((message) => ({ path: at, message }));
  });
}
