import type { Shortage } from '#domain/lab/room.ts';

/** What a lab waits for, and what would let it begin sooner. */
export const queueWords: Readonly<Record<Shortage | 'starts', { why: string; help: string }>> = {
  starts: {
    why: 'Other labs are being started.',
    help: 'It begins by itself when one of them is ready.',
  },
  places: {
    why: 'All places for labs are taken on this machine.',
    help: 'It begins by itself as soon as another lab ends. Pause one, stop one that you no longer need, or raise CKSLAB_MAX_LABS if the machine has room.',
  },
  memory: {
    why: 'The machine has too little free memory for one more lab.',
    help: 'It begins by itself when memory becomes free. Pause or stop another lab, or close other programs on the machine.',
  },
  inotify: {
    why: 'The kernel allows no more machines of labs at once: fs.inotify.max_user_instances is too low.',
    help: 'It begins by itself as soon as another lab ends or is paused. For more at once: sudo sysctl fs.inotify.max_user_instances=1024',
  },
  disk: {
    why: 'The disk is nearly full.',
    help: 'It begins by itself when space becomes free. "./ckslab images prune" removes images that are no longer needed.',
  },
};
