/** What a cell becomes: text, unless typed values are asked for. */
export type CsvValue = string | number | boolean | null;

/** One record by column name. The list, under `_extra`, has the cells for which the file names no column. */
export type CsvRow = Record<string, CsvValue | string[]>;
