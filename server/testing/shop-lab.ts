import { object, pod, TestLab } from './test-lab.ts';

/** A lab with a Pod `shop/web-1` on a worker, and a Service `orders/db` before a Pod on the control plane. */
export function shop(): TestLab {
  const lab = new TestLab();
  lab.objects = [
    object('Namespace', 'lobby', undefined),
    pod('web-1', 'shop', { app: 'web' }, { spec: { nodeName: 'lab-x-worker', containers: [{ name: 'c' }] } }),
    pod(
      'db-1',
      'orders',
      { app: 'db' },
      {
        spec: { nodeName: 'cp', containers: [{ name: 'c', ports: [{ name: 'sql', containerPort: 5433 }] }] },
      },
    ),
    object('Service', 'db', 'orders', {
      spec: { clusterIP: '10.96.0.7', selector: { app: 'db' }, ports: [{ port: 5432, targetPort: 'sql' }] },
    }),
  ];
  return lab;
}

export const fromWeb = { pod: { namespace: 'shop', labels: { app: 'web' } } };
