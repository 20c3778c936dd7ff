/** A cluster of one node as the platform makes it, without its baked control plane. */
export const clusterConfig = (image: string): string => `
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
networking: { disableDefaultCNI: true }
nodes: [{ role: control-plane, image: "${image}" }]
kubeadmConfigPatches:
  - |
    kind: KubeletConfiguration
    cgroupDriver: cgroupfs
    failCgroupV1: false
`;

/** What leads to the server of a trial, a Pod with the label app=web. */
export const webService = `apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }`;

/** That server, and a Secret with a word and the certificate of an authority. */
export const webAndSecret = (word: string, ca: string): string => `
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: web, image: "lab.local/workloads:1", imagePullPolicy: Never }] }
---
${webService}
---
apiVersion: v1
kind: Secret
metadata: { name: trial }
stringData: { word: ${word}, ca.crt: ${JSON.stringify(ca)} }
`;

/** A hardened server, an ordinary client, a sandboxed Pod and a claim. */
export const trialPods = `
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: { name: gvisor }
handler: runsc
---
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec:
  securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: RuntimeDefault } }
  containers:
    - name: web
      image: lab.local/workloads:1
      securityContext:
        readOnlyRootFilesystem: true
        allowPrivilegeEscalation: false
        capabilities: { drop: [ALL] }
      volumeMounts: [{ name: tmp, mountPath: /tmp }]
  volumes: [{ name: tmp, emptyDir: {} }]
---
${webService}
---
apiVersion: v1
kind: Pod
metadata: { name: client }
spec: { containers: [{ name: client, image: "lab.local/workloads:1", command: [sleep, infinity] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: sandboxed }
spec:
  runtimeClassName: gvisor
  containers: [{ name: sandboxed, image: "lab.local/workloads:1", command: [sleep, infinity] }]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Mi } } }
`;
