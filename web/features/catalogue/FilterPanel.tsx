import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import type { ScenarioSummary } from '#contract/api.ts';
import { Button } from '../../ui/Button.tsx';
import { difficultyWord } from '../../ui/Difficulty.tsx';
import { domainName, domainOrder } from '../../ui/DomainTag.tsx';
import { sentence } from '../../ui/words.ts';
import css from './CataloguePage.module.css';
import { countFacet, type Facet, type Filters, scenarioStates, valueOf } from './filter-scenarios.ts';

interface Choice {
  facet: Facet;
  title: string;
  values: readonly string[];
  say: (value: string) => string;
}

const states: Readonly<Record<string, string>> = {
  untried: 'Not tried',
  begun: 'Begun',
  solved: 'Solved',
};

const choices: readonly Choice[] = [
  { facet: 'state', title: 'Your state', values: scenarioStates, say: (v) => states[v] ?? v },
  { facet: 'domain', title: 'Domain', values: domainOrder, say: domainName },
  {
    facet: 'difficulty',
    title: 'Difficulty',
    values: ['1', '2', '3', '4', '5'],
    say: (v) => sentence(difficultyWord(Number(v))),
  },
  {
    facet: 'environment',
    title: 'Environment',
    values: ['cluster', 'host'],
    say: (v) => (v === 'host' ? 'Docker host' : 'Cluster'),
  },
];

export function FilterPanel({
  scenarios,
  filters,
  onToggle,
}: {
  scenarios: readonly ScenarioSummary[];
  filters: Filters;
  onToggle: (facet: Facet, value: string) => void;
}) {
  const [open, setOpen] = useState(false);
  return (
    <aside className={css['filters']} aria-label="Filters" data-open={open || undefined}>
      <div className={css['fold']}>
        <Button
          small
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          icon={<SlidersHorizontal size={14} aria-hidden="true" />}
        >
          Filters
        </Button>
      </div>
      {choices.map((choice) => {
        const counts = countFacet(scenarios, filters, choice.facet);
        // Values that no scenario has are no choice; values that the other filters empty stay, with a zero.
        const exists = new Set(scenarios.map((scenario) => valueOf(scenario, choice.facet)));
        return (
          <fieldset key={choice.facet} className={css['facet']}>
            <legend>{choice.title}</legend>
            {choice.values
              .filter((value) => exists.has(value))
              .map((value) => (
                <label key={value} className={css['choice']}>
                  <input
                    type="checkbox"
                    checked={filters[choice.facet].includes(value)}
                    onChange={() => onToggle(choice.facet, value)}
                  />
                  <span>{choice.say(value)}</span>
                  <span className={css['number']}>{counts.get(value) ?? 0}</span>
                </label>
              ))}
          </fieldset>
        );
      })}
    </aside>
  );
}
