import { useMutation } from '@tanstack/react-query';
import { Dialog } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import type { LabView } from '#contract/lab.ts';
import { OpenService } from '#contract/services.ts';
import { ask, problemOf } from '../../api/client.ts';
import { Button } from '../../ui/Button.tsx';
import dialog from '../../ui/Dialog.module.css';
import { Field, SelectField } from '../../ui/Field.tsx';
import field from '../../ui/Field.module.css';
import { ProblemNotice } from '../../ui/Notice.tsx';
import css from './Services.module.css';
import { type Asked, machinesIn, requestOf, targetWords } from './service-request.ts';

/** Asks what of the lab to open in the browser, and then gives the link to it. Mounted anew each time it opens. */
export function ServiceDialog({
  lab,
  machine,
  isCluster,
  onClose,
}: {
  lab: LabView;
  /** The one whose terminal had the focus last. */
  machine: string;
  isCluster: boolean;
  onClose: () => void;
}) {
  const [asked, setAsked] = useState<Asked>({
    kind: 'machine',
    machine,
    namespace: 'default',
    name: '',
    port: isCluster ? '' : '8080',
    scheme: 'http',
    host: '',
  });
  const request = OpenService.safeParse(requestOf(asked));
  const open = useMutation({
    mutationFn: () => ask('openService', { params: { lab: lab.id }, body: requestOf(asked) }),
  });
  const change = (to: Partial<Asked>): void => {
    setAsked({ ...asked, ...to });
    // What was said of the last request is not said of this one.
    open.reset();
  };
  const submit = (): void => {
    if (request.success && !open.isPending) open.mutate();
  };
  return (
    <Dialog.Root open onOpenChange={(is) => (is ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Overlay className={dialog['overlay']} />
        <Dialog.Content className={dialog['content']}>
          <Dialog.Title className={dialog['title']}>Open a service</Dialog.Title>
          <Dialog.Description className={dialog['text']}>
            A web page that something in this lab serves, in a tab of its own. Only this browser can open it.
          </Dialog.Description>
          {open.data === undefined ? (
            <form
              className={field['form']}
              onSubmit={(event) => {
                event.preventDefault();
                submit();
              }}
            >
              <ServiceFields lab={lab} asked={asked} isCluster={isCluster} onChange={change} />
              {open.isError ? <ProblemNotice problem={problemOf(open.error)} /> : null}
              <Actions>
                <Button type="submit" look="primary" disabled={!request.success} busy={open.isPending}>
                  Look whether it answers
                </Button>
              </Actions>
            </form>
          ) : (
            <Answers asked={asked} url={open.data.url} onClose={onClose} />
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function ServiceFields({
  lab,
  asked,
  isCluster,
  onChange,
}: {
  lab: LabView;
  asked: Asked;
  isCluster: boolean;
  onChange: (to: Partial<Asked>) => void;
}) {
  return (
    <>
      {isCluster ? (
        <SelectField
          label="What"
          value={asked.kind}
          choices={[
            { value: 'machine', words: 'A port of a machine, such as a NodePort' },
            { value: 'service', words: 'A Service' },
            { value: 'pod', words: 'A Pod' },
          ]}
          onChange={(kind) => onChange({ kind: kind as Asked['kind'] })}
        />
      ) : null}
      {asked.kind === 'machine' ? null : (
        <div className={css['halves']}>
          <Plain
            label="Namespace"
            value={asked.namespace}
            onChange={(namespace) => onChange({ namespace })}
          />
          <Plain label="Name" value={asked.name} onChange={(name) => onChange({ name })} />
        </div>
      )}
      <div className={field['row']}>
        {asked.kind === 'machine' ? (
          <SelectField
            label="Machine"
            value={asked.machine}
            choices={machinesIn(lab).map((machine) => ({ value: machine, words: machine }))}
            onChange={(machine) => onChange({ machine })}
          />
        ) : (
          <Scheme asked={asked} onChange={onChange} />
        )}
        <Plain label="Port" numeric value={asked.port} onChange={(port) => onChange({ port })} />
      </div>
      {asked.kind === 'machine' ? <Scheme asked={asked} onChange={onChange} /> : null}
      {asked.scheme === 'https' ? (
        <p className={field['note']}>
          Every certificate is taken, also a self-signed one: what you see does not prove that TLS is right.
        </p>
      ) : null}
      <Plain
        label="Host name (optional)"
        value={asked.host}
        note="For a server that has several, such as an Ingress"
        onChange={(host) => onChange({ host })}
      />
    </>
  );
}

function Scheme({ asked, onChange }: { asked: Asked; onChange: (to: Partial<Asked>) => void }) {
  return (
    <SelectField
      label="Speaks"
      value={asked.scheme}
      choices={[
        { value: 'http', words: 'http' },
        { value: 'https', words: 'https' },
      ]}
      onChange={(scheme) => onChange({ scheme: scheme as Asked['scheme'] })}
    />
  );
}

function Plain({
  label,
  value,
  onChange,
  note,
  numeric = false,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  note?: string;
  numeric?: boolean;
}) {
  return (
    <Field label={label} note={note}>
      <input
        value={value}
        inputMode={numeric ? 'numeric' : undefined}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

/** A link and not a window that opens by itself: browsers stop those, and the reader decides when. */
function Answers({ asked, url, onClose }: { asked: Asked; url: string; onClose: () => void }) {
  return (
    <>
      <p className={css['answers']} role="status">
        <strong>{targetWords(asked)}</strong> answers. The tab that opens belongs to the lab, not to this
        platform; it ends with the lab, or after four hours.
      </p>
      <Actions>
        <a
          className={css['open']}
          href={url}
          target="_blank"
          rel="noopener noreferrer"
          // The link opens once; whoever wants it again asks again.
          onClick={onClose}
        >
          Open in a new tab
        </a>
      </Actions>
    </>
  );
}

function Actions({ children }: { children: ReactNode }) {
  return (
    <div className={dialog['actions']}>
      <Dialog.Close asChild>
        <Button>Cancel</Button>
      </Dialog.Close>
      {children}
    </div>
  );
}
