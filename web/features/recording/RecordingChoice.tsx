import { useQuery } from '@tanstack/react-query';
import { recordingSettingQuery, useSwitchRecording } from '../../api/recordings.ts';
import css from './Recording.module.css';

/** Before a lab: whether its terminals are to be recorded. */
export function RecordingChoice() {
  const { data: setting } = useQuery(recordingSettingQuery);
  const change = useSwitchRecording();
  if (setting === undefined || !setting.allowed) return null;
  return (
    <label className={css['choice']}>
      <input
        type="checkbox"
        checked={setting.on}
        disabled={change.isPending}
        onChange={(event) => change.mutate(event.target.checked)}
      />
      <span>
        Record the terminals, to replay this attempt later
        <span className={css['note']}>
          {setting.withInput
            ? 'What they show and every key that is typed stays on this server.'
            : 'What they show stays on this server. Keys are not recorded.'}
        </span>
      </span>
    </label>
  );
}
