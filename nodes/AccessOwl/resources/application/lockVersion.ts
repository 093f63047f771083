import { InputError } from '../../../shared/http/inputError';
import type { JsonObject } from '../../../shared/http/request';
import type { Item } from '../../../shared/operation';

/**
 * A 409 means a repeated idempotency key or a stale `lock_version`. Throws InputError for the latter. Samples of the vendor show
 * no `lock_version`; where it is shown and is the one that was sent, it cannot be stale.
 */
export function refuseStale(item: Item, current: JsonObject): void {
	const { lockVersion } = item.values;
	if (lockVersion === undefined || current.lock_version === lockVersion) return;
	throw new InputError(
		`Lock Version ${item.text('lockVersion')} is out of date: the application was changed by somebody else`,
		'Read the application again, look whether your change still makes sense, and run this with the new Lock Version.',
	);
}
