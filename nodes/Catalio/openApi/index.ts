export { typeModelOf } from './model';
export type { AttributeKind, AttributeModel, FilterModel, PagingModel, RelationModel, TenantModel, TypeModel, WritableAttributeModel } from './model';
export { descriptionOf, tenantModel, type Description } from './tenantModel';
export { tenantModelFrom } from './tenantModelFrom';
