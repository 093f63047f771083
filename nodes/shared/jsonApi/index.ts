export { documentErrors, type DocumentError } from './documentErrors';
export { documentProblem, errorText, type JsonApiErrorText } from './errors';
export { filterOf, type Condition } from './filterOf';
export { flatten, flattenIncluded, type Depth, type Flattened, type FlattenOptions } from './flatten';
export { FlattenError } from './flattenError';
export { documentQuery, type DocumentQuery } from './query';
export { linkageDocument, MEDIA_TYPE, serialize, type Identifier, type Linkage, type ResourceToSend } from './serialize';
