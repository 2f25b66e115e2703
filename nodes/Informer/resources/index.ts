import type { Resource } from '../../shared/operation';
import { assistant } from './assistant';
import { connection } from './connection';
import { integration } from './integration';
import { library } from './library';
import { libraryFile } from './libraryFile';
import { share } from './share';
import { snapshot } from './snapshot';

/** Everything the Informer node offers, in the order of its menu. */
export const resources: Resource[] = [library, libraryFile, integration, connection, snapshot, share, assistant];
