import { NodeOperationError, UserError, type IDataObject } from 'n8n-workflow';
import type { Connection, Context, Service } from './operation';

/**
 * Reads the credential once and hands on what requests need. n8n's own authenticated helper would decrypt it
 * again for each request, about 2 ms of CPU each; and this function must not send anything itself, so that
 * reading a secret and using it stay apart.
 */
export async function connect(context: Context, service: Service): Promise<Connection> {
	const credential = await context.getCredentials<IDataObject>(service.credential);
	const wrong = service.check?.(credential);
	if (wrong) throw new NodeOperationError(context.getNode(), `${service.name} credential: ${wrong.what}`, { description: wrong.todo });
	return { service, ...service.connect(credential), openAt: 0 };
}

/** The same for n8n's test of a credential, which knows no node. */
export function reach(service: Service, credential: IDataObject): ReturnType<Service['connect']> {
	const wrong = service.check?.(credential);
	if (wrong) throw new UserError(`${wrong.what}. ${wrong.todo}`);
	return service.connect(credential);
}
