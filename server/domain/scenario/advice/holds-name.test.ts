import { expect, test } from 'vitest';
import { holdsName } from './holds-name.ts';

test.each([
  ['depo', 'depot'],
  ['prod', 'prod-db'],
  ['db', 'prod-db'],
  ['name', 'kubernetes.io/metadata.name'],
  ['daemon', '/etc/docker/daemon.json'],
  ['web.shop', 'web.shopping.svc'],
  ['8080', '18080'],
])('%s is not in %s', (name, text) => {
  expect(holdsName(text, name)).toBe(false);
});

test.each([
  ['prod', 'prod-db, prod'],
  ['db', 'service: prod-db/db'],
  ['docker-host', 'http://docker-host:8080/'],
  ['/etc/docker', '/etc/docker/daemon.json'],
  ['depot', 'It stands in depot.'],
  ['http://front.tickets', 'http://front.tickets.svc.cluster.local/'],
  ['keyExchange', 'self.alder.keyExchange == "RSA"'],
  ['icc', 'com.docker.network.bridge.enable_icc'],
  ['600', "maxMode: '0600'"],
])('%s is in %s', (name, text) => {
  expect(holdsName(text, name)).toBe(true);
});
