// What a learner may expect of a terminal, in a real shell of a real lab.
import './exam-shell.ts';
import './same-screen.ts';
import './minutes-away.ts';
import './floods.ts';
import './history-kept.ts';
