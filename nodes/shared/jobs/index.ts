export { untilFinished, type JobState, type Look, type Watch } from './untilFinished';
