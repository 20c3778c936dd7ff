import { useQuery } from '@tanstack/react-query';
import type { Catalogue } from '#contract/api.ts';
import { catalogueQuery } from '../../api/queries.ts';
import { Button } from '../../ui/Button.tsx';
import { domainName } from '../../ui/DomainTag.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { count } from '../../ui/words.ts';
import css from './CataloguePage.module.css';
import { ContinueList } from './ContinueList.tsx';
import { FaultList } from './FaultList.tsx';
import { FilterPanel } from './FilterPanel.tsx';
import { filterScenarios, groupByDomain } from './filter-scenarios.ts';
import { ScenarioRow } from './ScenarioRow.tsx';
import { SearchField } from './SearchField.tsx';
import { useFilters } from './use-filters.ts';

export function CataloguePage() {
  const query = useQuery(catalogueQuery);
  return (
    <>
      <title>Scenarios · CKS Lab</title>
      <ContinueList />
      <PageHead title="Scenarios">
        Real clusters and hosts, one task after another, checked as you work.
      </PageHead>
      <Loaded
        query={query}
        loading={<Skeleton label="Loading the scenarios" rows={[34, 68, 68, 68, 68, 68, 68]} />}
      >
        {(catalogue) => <Rows catalogue={catalogue} />}
      </Loaded>
    </>
  );
}

function Rows({ catalogue }: { catalogue: Catalogue }) {
  const { filters, search, toggle, clear, any } = useFilters();
  const { scenarios, faults } = catalogue;
  const shown = filterScenarios(scenarios, filters);
  if (scenarios.length === 0) {
    return (
      <>
        <FaultList faults={faults} />
        <Empty title="There are no scenarios yet">
          Put a pack into the folder scenarios of the installation.
        </Empty>
      </>
    );
  }
  return (
    <div className={css['columns']}>
      <FilterPanel scenarios={scenarios} filters={filters} onToggle={toggle} />
      <div className={css['list']}>
        <div className={css['tools']}>
          <SearchField text={filters.text} onSearch={search} />
          <p className={css['count']} role="status">
            {any
              ? `${shown.length} of ${count(scenarios.length, 'scenario')}`
              : count(scenarios.length, 'scenario')}
          </p>
          {any ? (
            <Button small look="quiet" onClick={clear}>
              Clear filters
            </Button>
          ) : null}
        </div>
        <FaultList faults={faults} />
        {shown.length === 0 ? (
          <Empty
            title="Nothing matches"
            action={
              <Button small onClick={clear}>
                Clear filters
              </Button>
            }
          >
            Fewer filters or another word may find it.
          </Empty>
        ) : null}
        {groupByDomain(shown).map(([domain, group]) => (
          <section key={domain} aria-labelledby={`domain-${domain}`} className={css['group']}>
            <h2 id={`domain-${domain}`} className={css['domain']}>
              {domainName(domain)} <span>{group.length}</span>
            </h2>
            <ul className={css['rows']}>
              {group.map((scenario) => (
                <ScenarioRow key={scenario.id} scenario={scenario} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}
