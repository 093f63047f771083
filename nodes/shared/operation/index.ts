export { defineOperation, defineResource, partsOf, type Checked, type Endpoint, type OperationDefinition, type ResourceDefinition, type Room } from './definition';
export type { Dialect } from './dialect';
export type { Field } from './field';
export { FileRecord, type OutputRecord } from './fileRecord';
export { isRecord, type Item } from './item';
export { propertiesOf } from './properties';
export { runItems } from './runItems';
export type { Session } from './session';
