import type { Resource } from '../../shared/operation';
import { dataConnector } from './dataConnector';
import { file } from './file';

/** Everything the Cloudglue node offers, in the order of its menu. */
export const resources: Resource[] = [dataConnector, file];
