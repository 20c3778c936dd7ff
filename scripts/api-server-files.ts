/** `[type, about, required, values]`; types are `string`, `integer`, `[]Container`, `{}string`, … */
export type Field = [type: string, about: string, required?: 0 | 1, values?: readonly string[]];

export interface KubeTypes {
  /** By version and kind, as they stand in a file: the name of its type. */
  kinds: Record<string, string>;
  types: Record<string, { about: string; fields: Record<string, Field> }>;
}

const auditStages = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];

/** Files of the API server, which it does not describe itself; in our words, after its documentation. */
export const filesOfTheApiServer: KubeTypes = {
  kinds: {
    'apiserver.config.k8s.io/v1/EncryptionConfiguration': 'EncryptionConfiguration',
    'audit.k8s.io/v1/Policy': 'AuditPolicy',
  },
  types: {
    EncryptionConfiguration: {
      about: 'How the API server encrypts what it keeps in etcd.',
      fields: {
        apiVersion: ['string', 'Version of this file.'],
        kind: ['string', 'Kind of this file.'],
        resources: [
          '[]EncryptedResources',
          'Which resources are encrypted, and how. The first match counts.',
          1,
        ],
      },
    },
    EncryptedResources: {
      about: 'Resources that are encrypted in the same way.',
      fields: {
        resources: ['[]string', 'Names such as secrets or configmaps.', 1],
        providers: ['[]EncryptionProvider', 'The first one writes; all of them read.', 1],
      },
    },
    EncryptionProvider: {
      about: 'One way to encrypt; name exactly one.',
      fields: {
        aescbc: ['EncryptionKeys', 'AES-CBC with PKCS#7 padding.'],
        aesgcm: ['EncryptionKeys', 'AES-GCM; its keys have to be changed often.'],
        secretbox: ['EncryptionKeys', 'XSalsa20 and Poly1305.'],
        identity: ['any', 'No encryption: write it as {}.'],
        kms: ['any', 'A key management service beside the API server.'],
      },
    },
    EncryptionKeys: {
      about: 'Keys of one provider.',
      fields: { keys: ['[]EncryptionKey', 'The first one writes; all of them read.', 1] },
    },
    EncryptionKey: {
      about: 'One key.',
      fields: {
        name: ['string', 'Stands before what it encrypted.', 1],
        secret: ['string', 'The key itself, in base64.', 1],
      },
    },
    AuditPolicy: {
      about: 'What the API server writes to its audit log.',
      fields: {
        apiVersion: ['string', 'Version of this file.'],
        kind: ['string', 'Kind of this file.'],
        metadata: ['any', 'Ignored.'],
        omitStages: ['[]string', 'Stages for which nothing is written.', 0, auditStages],
        omitManagedFields: ['boolean', 'Leave out who manages which field.'],
        rules: ['[]AuditRule', 'The first rule that matches a request decides.', 1],
      },
    },
    AuditRule: {
      about: 'What is written of the requests that match; what is not named matches everything.',
      fields: {
        level: ['string', 'How much is written.', 1, ['None', 'Metadata', 'Request', 'RequestResponse']],
        users: ['[]string', 'Names of users.'],
        userGroups: ['[]string', 'Groups, of which one is enough.'],
        verbs: ['[]string', 'Such as get, create or delete.'],
        resources: ['[]AuditResources', 'Kinds of resources; an empty group is the core.'],
        namespaces: ['[]string', 'Namespaces; the empty one stands for cluster-wide resources.'],
        nonResourceURLs: ['[]string', 'Paths such as /metrics or /healthz*.'],
        omitStages: ['[]string', 'Stages for which nothing is written.', 0, auditStages],
        omitManagedFields: ['boolean', 'Leave out who manages which field.'],
      },
    },
    AuditResources: {
      about: 'Resources of one group.',
      fields: {
        group: ['string', 'API group; empty is the core.'],
        resources: ['[]string', 'Names such as pods, or pods/log.'],
        resourceNames: ['[]string', 'Names of single objects.'],
      },
    },
  },
};
