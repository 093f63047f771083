import type { IBinaryKeyData } from 'n8n-workflow';
import type { JsonObject } from '../http/request';

/** An output record that carries files. */
export class FileRecord {
	readonly json: JsonObject;
	readonly binary: IBinaryKeyData;

	constructor(json: JsonObject, binary: IBinaryKeyData) {
		this.json = json;
		this.binary = binary;
	}
}

export type OutputRecord = FileRecord | JsonObject;
