import { startChild } from './childProcess.mts';

/** The data set with the export that is measured, and the one with that which is read before. */
export const MEASURED = 'riskMonitoringDetail';
export const WARM_UP = 'activityAnalysis';

/** What the simulated Oleria has seen since it was last asked. */
export type OleriaRecord = {
	/** Operations of the API, the token endpoint and the file host, in their order. */
	readonly requests: readonly string[];
	/** From the start of an export to the first look at it, in ms: a client that asks at once takes next to none. */
	readonly untilReadMs: number;
	readonly fetches: ReadonlyArray<{ status: number; bytes: number; authorization: boolean }>;
	/** Breaches of the API's contract. */
	readonly violations: readonly string[];
};

export type OleriaAddress = {
	readonly origin: string;
	readonly authenticationUrl: string;
	readonly clientId: string;
	readonly clientSecret: string;
	readonly audience: string;
	readonly scope: string;
};

export type OleriaProcess = OleriaAddress & { record: () => Promise<OleriaRecord>; stop: () => Promise<void> };

/** Starts a simulated Oleria whose exports are ready at once, one of so many rows and a short one, each row so long. */
export async function startOleriaProcess({ rows, bytesPerRow, warmUpRows }: { rows: number; bytesPerRow: number; warmUpRows: number }): Promise<OleriaProcess> {
	const args = [`--rows=${rows}`, `--bytes-per-row=${bytesPerRow}`, `--warm-up-rows=${warmUpRows}`];
	const { ready, ask, stop } = await startChild<OleriaAddress>('oleriaMain.mts', args);
	return { ...ready, stop, record: async () => await ask<OleriaRecord>('record') };
}

/** What is wrong with how a file was asked for: once, whole and without a token. */
export function faultsOf(who: string, fileBytes: number, { requests, fetches, violations }: OleriaRecord): string[] {
	const asked = requests.filter((operation) => operation !== 'createToken').join(', ');
	const expected = 'createDownload, getDownload, fetchExportFile';
	const [fetch] = fetches;
	return [
		...(asked !== expected ? [`${who} asked ${asked}; expected was ${expected}.`] : []),
		...(fetch?.status !== 200 || fetch.bytes !== fileBytes ? [`${who} was sent ${fetch?.bytes ?? 0} bytes with status ${fetch?.status ?? 'none'}; the file has ${fileBytes}.`] : []),
		...(fetch?.authorization ? [`${who} sent a token to the host of the file.`] : []),
		...[...new Set(violations)].map((violation) => `${who} broke the contract: ${violation}`),
	];
}
