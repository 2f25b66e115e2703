import type { Resource } from '../../shared/operation';
import { clip } from './clip';
import { directUpload } from './directUpload';
import { media } from './media';
import { webhookSubscription } from './webhookSubscription';

/** Everything the ContentGroove node offers, in the order of its menu. */
export const resources: Resource[] = [media, clip, directUpload, webhookSubscription];
