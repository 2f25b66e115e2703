import type { Resource } from '../../shared/operation';
import { collection } from './collection';
import { collectionMedia } from './collectionMedia';
import { collectionResult } from './collectionResult';
import { dataConnector } from './dataConnector';
import { file } from './file';

/** Everything the Cloudglue node offers, in the order of its menu. */
export const resources: Resource[] = [file, dataConnector, collection, collectionMedia, collectionResult];
