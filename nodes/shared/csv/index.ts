export { CsvError } from './csvError';
export { csvRows, type CsvReading } from './csvRows';
export { createKeeper } from './keeper';
export type { CsvEncoding, CsvOptions } from './options';
export type { CsvProblem, CsvProblemKind, CsvReport } from './report';
export type { CsvRow, CsvValue } from './row';
