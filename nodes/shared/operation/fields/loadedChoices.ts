import type { Field } from '../field';
import { texts, type TextsOptions } from './texts';

interface LoadedChoicesOptions extends TextsOptions {
	/** The options loader of the node. */
	readonly load: string;
	/** The parameters on which the options depend. */
	readonly dependsOn?: readonly string[];
}

const BY_EXPRESSION = 'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.';

/** Any number of values out of a list that the vendor gives; an expression may give others. */
export function loadedChoices(name: string, displayName: string, { load, dependsOn, description, ...options }: LoadedChoicesOptions): Field {
	const { required } = options;
	return {
		...texts(name, displayName, options),
		property: {
			displayName,
			name,
			type: 'multiOptions',
			...(required && options.min !== 0 ? { required } : {}),
			typeOptions: { loadOptionsMethod: load, ...(dependsOn ? { loadOptionsDependsOn: [...dependsOn] } : {}) },
			description: description ? `${description} ${BY_EXPRESSION}` : BY_EXPRESSION,
			default: [],
		},
	};
}
