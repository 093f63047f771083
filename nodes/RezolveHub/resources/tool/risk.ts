import { InputError } from '../../../shared/http/inputError';
import type { JsonObject } from '../../../shared/http/request';
import type { Field, Item } from '../../../shared/operation';
import { choice, choicesOf } from '../../../shared/operation/fields';
import { RISKS, riskOf } from '../../tools';

export const riskField = (fallback: string): Field =>
	choice('allowedRisk', 'Highest Risk Level', choicesOf(RISKS), {
		default: fallback,
		description: 'A tool that is more dangerous than this is not run: read, write, destructive, admin, in this order',
	});

/** Refuses a tool that is more dangerous than the user allows. One that does not say how dangerous it is counts as the most. Throws InputError. */
export function checkRisk(tool: JsonObject, item: Item, fallback: string): void {
	const allowed = item.text('allowedRisk') || fallback;
	const risk = riskOf(tool) ?? 'admin';
	if (RISKS.indexOf(risk) <= RISKS.indexOf(allowed)) return;
	throw new InputError(
		`The tool ${item.text('toolKey')} has the risk level "${riskOf(tool) ?? 'unknown'}", and up to "${allowed}" is allowed`,
		'If that is what you want, raise Highest Risk Level. Execute with Check Only shows what the tool would say.',
	);
}
