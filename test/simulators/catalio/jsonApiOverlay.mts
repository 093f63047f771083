import type { JsonObject } from '../frame/schemas.mts';

const AT_MEMBERS = { '^@': {}, '^[A-Za-z0-9]+:[A-Za-z0-9]': {} };
const LINK = { $ref: '#/definitions/link' };
const LOCAL = { required: ['type'], anyOf: [{ required: ['id'] }, { required: ['lid'] }], properties: { lid: { type: 'string' } }, patternProperties: AT_MEMBERS };

/**
 * What JSON:API 1.1 (https://jsonapi.org/format/1.1/) added to 1.0, as a merge patch (RFC 7396) of the official JSON Schema of 1.0: local ids, richer
 * link objects, links that are null, `ext` and `profile`, the new members of errors, @-members and those of extensions. `creation` is our own: the
 * official schema describes answers only, and a resource to be created has no id yet.
 */
export const OVERLAY: JsonObject = {
	definitions: {
		success: { patternProperties: AT_MEMBERS },
		failure: { patternProperties: AT_MEMBERS },
		info: { patternProperties: AT_MEMBERS },
		resource: LOCAL,
		linkage: LOCAL,
		link: {
			oneOf: [
				{ type: 'string', format: 'uri-reference' },
				{
					type: 'object',
					required: ['href'],
					properties: {
						href: { type: 'string', format: 'uri-reference' },
						rel: { type: 'string' },
						describedby: LINK,
						title: { type: 'string' },
						type: { type: 'string' },
						hreflang: { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
						meta: { $ref: '#/definitions/meta' },
					},
					patternProperties: AT_MEMBERS,
					additionalProperties: false,
				},
				{ type: 'null' },
			],
		},
		pagination: { properties: { first: { oneOf: null, ...LINK }, last: { oneOf: null, ...LINK }, prev: { oneOf: null, ...LINK }, next: { oneOf: null, ...LINK } } },
		jsonapi: {
			properties: { ext: { type: 'array', items: { type: 'string', format: 'uri' } }, profile: { type: 'array', items: { type: 'string', format: 'uri' } } },
			patternProperties: AT_MEMBERS,
		},
		error: {
			minProperties: 1,
			properties: {
				links: { $ref: null, type: 'object', properties: { about: LINK, type: LINK }, patternProperties: AT_MEMBERS, additionalProperties: false },
				source: { properties: { header: { type: 'string' } } },
			},
			patternProperties: AT_MEMBERS,
		},
		creation: {
			type: 'object',
			required: ['data'],
			properties: {
				data: {
					type: 'object',
					required: ['type'],
					properties: {
						type: { type: 'string' },
						id: { type: 'string' },
						lid: { type: 'string' },
						attributes: { $ref: '#/definitions/attributes' },
						relationships: { $ref: '#/definitions/relationships' },
						links: { $ref: '#/definitions/links' },
						meta: { $ref: '#/definitions/meta' },
					},
					patternProperties: AT_MEMBERS,
					additionalProperties: false,
				},
				meta: { $ref: '#/definitions/meta' },
				jsonapi: { $ref: '#/definitions/jsonapi' },
				links: { $ref: '#/definitions/links' },
			},
			patternProperties: AT_MEMBERS,
			additionalProperties: false,
		},
	},
};
