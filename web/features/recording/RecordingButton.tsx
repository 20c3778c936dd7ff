import { useQuery } from '@tanstack/react-query';
import { recordingSettingQuery, useSwitchRecording } from '../../api/recordings.ts';
import { announce } from '../../ui/Announcer.tsx';
import css from './Recording.module.css';

/** Says whether the terminals are recorded, and switches it while one works. */
export function RecordingButton({ className }: { className: string | undefined }) {
  const { data: setting } = useQuery(recordingSettingQuery);
  const change = useSwitchRecording();
  if (setting === undefined || !setting.allowed) return null;
  const { on, withInput } = setting;
  const says = on
    ? `What the terminals show is recorded on this server${withInput ? ', with every key that is typed' : ''}. Click to stop.`
    : 'Nothing is recorded. Click to record what the terminals show.';
  return (
    <button
      type="button"
      className={className}
      aria-pressed={on}
      title={says}
      disabled={change.isPending}
      onClick={() =>
        change.mutate(!on, {
          onSuccess: (next) => announce(next.on ? 'Recording is on' : 'Recording is off'),
        })
      }
    >
      <span className={css['dot']} data-on={on || undefined} aria-hidden="true" />
      <span className={css['words']}>{on ? 'Recorded' : 'Not recorded'}</span>
    </button>
  );
}
