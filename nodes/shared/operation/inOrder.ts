/**
 * Works on up to `concurrency` values at a time and gives the results in the order of the values.
 * `work` must not reject; once `stop` says so, nothing further is started and the rest stays undefined.
 */
export async function inOrder<Value, Result>(
	values: readonly Value[],
	concurrency: number,
	work: (value: Value, index: number) => Promise<Result>,
	stop: (result: Result) => boolean,
): Promise<Array<Result | undefined>> {
	const results = new Array<Result | undefined>(values.length).fill(undefined);
	let next = 0;
	let stopped = false;
	const worker = async () => {
		while (!stopped && next < values.length) {
			const index = next++;
			const result = await work(values[index] as Value, index);
			results[index] = result;
			if (stop(result)) stopped = true;
		}
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, values.length) }, worker));
	return results;
}
