import { createBrowserRouter } from 'react-router';
import { CataloguePage } from '../features/catalogue/CataloguePage.tsx';
import { Frame } from './Frame.tsx';
import { Loading } from './Loading.tsx';
import { NotFound } from './NotFound.tsx';
import { PageFault } from './PageFault.tsx';

/** Where a guest watches. The secret of the link stands behind `#`, which no server and no log ever sees. */
export const watchPath = '/watch';

/** The first page comes with the frame; every other one is fetched when it is opened. */
export function createRouter() {
  return createBrowserRouter([
    {
      path: watchPath,
      errorElement: <PageFault />,
      HydrateFallback: Loading,
      lazy: async () => ({ Component: (await import('../features/watch/WatchPage.tsx')).WatchPage }),
    },
    {
      element: <Frame />,
      errorElement: <PageFault />,
      HydrateFallback: Loading,
      children: [
        {
          errorElement: <PageFault />,
          children: [
            { index: true, element: <CataloguePage /> },
            {
              path: 'scenarios/:scenario',
              lazy: async () => ({
                Component: (await import('../features/scenario/ScenarioPage.tsx')).ScenarioPage,
              }),
            },
            {
              path: 'labs/:lab',
              handle: { wide: true },
              lazy: async () => ({ Component: (await import('../features/lab/LabPage.tsx')).LabPage }),
            },
            {
              path: 'preview/:scenario',
              lazy: async () => ({
                Component: (await import('../features/preview/PreviewPage.tsx')).PreviewPage,
              }),
            },
            {
              path: 'history',
              lazy: async () => ({
                Component: (await import('../features/history/HistoryPage.tsx')).HistoryPage,
              }),
            },
            {
              path: 'attempts/:attempt/replay',
              lazy: async () => ({
                Component: (await import('../features/replay/ReplayPage.tsx')).ReplayPage,
              }),
            },
            {
              path: 'setup',
              lazy: async () => ({ Component: (await import('../features/setup/SetupPage.tsx')).SetupPage }),
            },
            { path: '*', element: <NotFound /> },
          ],
        },
      ],
    },
  ]);
}
