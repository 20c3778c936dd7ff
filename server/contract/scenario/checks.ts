import { z } from 'zod';
import { Slug } from '../ids.ts';
import { K8sAdmission, K8sCan, K8sList, K8sObject, K8sRollout } from './checks/kubernetes.ts';
import { NetConnect, NetDns, NetHttp, NetListen, NetTls, NetWire } from './checks/network.ts';
import { DockerInspect, Exec, NodeFile, NodeProcess, RuntimeIs } from './checks/machines.ts';
import { Image, Sbom, Signature } from './checks/artifacts.ts';
import { ProcStatus } from './checks/processes.ts';
import { Script } from './checks/script.ts';
import { NodeKernel, NodePackage, NodeSshd, NodeUnit, NodeUser } from './checks/system.ts';
import { EtcdValue, LogEvents, PromQuery } from './checks/evidence.ts';
import { Answer, Cis } from './checks/tools.ts';

/** One criterion: what is observed, and what must be true of it. Each type is one module in `server/app/grading/checks`. */
export const LeafCheck = z.discriminatedUnion('type', [
  K8sObject,
  K8sList,
  K8sRollout,
  K8sCan,
  K8sAdmission,
  NetConnect,
  NetDns,
  NetHttp,
  NetTls,
  NetListen,
  NetWire,
  NodeFile,
  NodeProcess,
  NodeUnit,
  NodePackage,
  NodeUser,
  NodeKernel,
  NodeSshd,
  ProcStatus,
  Script,
  Image,
  Sbom,
  Signature,
  Cis,
  RuntimeIs,
  DockerInspect,
  Exec,
  Answer,
  EtcdValue,
  LogEvents,
  PromQuery,
]);
export type LeafCheck = z.infer<typeof LeafCheck>;
export type CheckType = LeafCheck['type'];
export type CheckOf<T extends CheckType> = Extract<LeafCheck, { type: T }>;

/** Several checks that earn their points together. */
export const GroupCheck = z
  .strictObject({
    id: Slug,
    title: z.string().min(1),
    points: z.number().min(0).optional(),
    gate: z.boolean().optional(),
    why: z.string().optional(),
    allOf: z.array(LeafCheck).min(1).optional(),
    anyOf: z.array(LeafCheck).min(1).optional(),
    noneOf: z.array(LeafCheck).min(1).optional(),
  })
  .refine(
    (g) => [g.allOf, g.anyOf, g.noneOf].filter((x) => x !== undefined).length === 1,
    'a group has exactly one of allOf, anyOf or noneOf',
  );
export type GroupCheck = z.infer<typeof GroupCheck>;

export const Check = z.union([LeafCheck, GroupCheck]);
export type Check = LeafCheck | GroupCheck;
