import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import css from './Dialog.module.css';
import field from './Field.module.css';

/** Asks for a few things and then does something with them. */
export function FormDialog({
  open,
  onOpenChange,
  title,
  about,
  children,
  submit,
  ready,
  busy = false,
  onSubmit,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  about: ReactNode;
  children: ReactNode;
  /** The verb on the button. */
  submit: string;
  ready: boolean;
  busy?: boolean;
  onSubmit: () => void;
}) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={css['overlay']} />
        <Dialog.Content className={css['content']}>
          <Dialog.Title className={css['title']}>{title}</Dialog.Title>
          <Dialog.Description className={css['text']}>{about}</Dialog.Description>
          <form
            className={field['form']}
            onSubmit={(event) => {
              event.preventDefault();
              if (ready && !busy) onSubmit();
            }}
          >
            {children}
            <div className={css['actions']}>
              <Dialog.Close asChild>
                <Button>Cancel</Button>
              </Dialog.Close>
              <Button type="submit" look="primary" disabled={!ready} busy={busy}>
                {submit}
              </Button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
