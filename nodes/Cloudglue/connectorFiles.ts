import type { IDataObject } from 'n8n-workflow';
import { answerOf, ask, bodyOf, partsOf, subjectOf, valueOf } from '../shared/call';
import { apiError, invalid } from '../shared/errors';
import { listOf, waitIfAsked } from '../shared/execute';
import type { Call, Connection } from '../shared/operation';
import { connectorAddress, connectorOf } from './addresses';
import { connectorName, connectorTypes, type ConnectorType } from './connectorTypes';
import { hint } from './hints';

const types = new WeakMap<Connection, Promise<Map<string, string>>>();

/** The account's connectors, ID → type; asked for once in an execution. Empty when they can't be listed: then the vendor judges. */
async function connectors(call: Call): Promise<Map<string, string>> {
	const known = types.get(call.connection) ?? ask(call, 'GET /data-connectors').then(typesIn, () => new Map<string, string>());
	types.set(call.connection, known);
	return await known;
}

const typesIn = ({ data }: IDataObject) => new Map((data as IDataObject[]).map(({ id, type }) => [String(id), String(type)]));

/** The type of the chosen connector; undefined when the account does not list it or it is newer than this node. */
export async function chosenType(call: Call): Promise<ConnectorType | undefined> {
	const type = (await connectors(call)).get(partsOf(call).path.id);
	return type !== undefined && type in connectorTypes ? (type as ConnectorType) : undefined;
}

/** Browses a connector. Says which filters its type ignores, because the vendor does not; refuses them where files are synced. */
export async function listConnectorFiles(call: Call): Promise<IDataObject[]> {
	const type = await chosenType(call);
	if (type) checkFilters(call, type);
	return await listOf(call);
}

function checkFilters(call: Call, type: ConnectorType): void {
	const { name, honours } = connectorTypes[type];
	if (honours.includes('bucket') && !valueOf<string>(call, 'bucket'))
		throw invalid(subjectOf(call), 'Bucket', `is needed for a connector of ${name}`, 'Add the filter Bucket and enter the name of the bucket.');
	const ignored = (call.operation.optional ?? []).filter((filter) => !honours.includes(filter.name) && valueOf(call, filter.name) !== null);
	if (ignored.length === 0) return;
	const labels = ignored.map(({ displayName }) => `"${displayName}"`).join(', ');
	if (call.operation.job)
		throw invalid(subjectOf(call), 'Filters', `Cloudglue ignores ${labels} for connectors of ${name}, so too much would be synced`, 'Remove it, or list with "Get Many Files", choose with a Filter node, and use "Sync File".');
	hint(call, `Cloudglue ignores ${labels} for connectors of ${name}: the result is not filtered by it.`);
}

/** Refuses an address that the chosen connector can't reach, naming the connector that can. */
async function checkAddress(call: Call, address: string): Promise<ConnectorType | undefined> {
	const wanted = connectorOf(address);
	const type = await chosenType(call);
	if (!type || !wanted || type === wanted) return type;
	const [fitting] = [...(await connectors(call))].find(([, each]) => each === wanted) ?? [];
	throw invalid(
		subjectOf(call),
		'File',
		`belongs to ${connectorName(wanted)}, but the chosen connector is for ${connectorName(type)}`,
		fitting ? `Choose the ${connectorName(wanted)} connector (${fitting}), or a file of the chosen one.` : `Connect ${connectorName(wanted)} in the Cloudglue app, or choose a file of ${connectorName(type)}.`,
	);
}

/** Makes a Cloudglue file of one file of a connector; the same address always gives the same file. */
export async function syncConnectorFile(call: Call): Promise<IDataObject> {
	const address = valueOf<string>(call, 'url') as string;
	const type = await checkAddress(call, address);
	return await waitIfAsked(call, await syncAddress(call, address, type));
}

/** Sends one address of the chosen connector for syncing and returns the file, finished or not. */
export async function syncAddress(call: Call, address: string, type?: ConnectorType): Promise<IDataObject> {
	const { path } = partsOf(call);
	const line = 'POST /data-connectors/{id}/sync';
	const answer = await answerOf({ ...call, operation: { ...call.operation, request: line, repeatable: true } }, line, {
		path,
		body: { url: connectorAddress(address) },
	});
	// 404 means the connector or the file; the connector is known to be there.
	if (answer.status === 404 && type)
		throw apiError(
			subjectOf(call),
			`${connectorName(type)} does not have the file "${address.replace(/\?.*$/, '?…')}"`,
			`${call.connection.service.sentence(answer.body) ?? ''} Choose the file from the list.${type === 'zoom' ? ' Share links of Zoom go stale: the address of the recording\'s details lasts.' : ''}`.trim(),
			404,
		);
	return bodyOf(subjectOf(call, path.id), call.connection, answer);
}

/** What the provider knows of a file, without syncing it. */
export async function readSourceMetadata(call: Call): Promise<IDataObject> {
	const address = valueOf<string>(call, 'url') as string;
	const type = await checkAddress(call, address);
	if (type && !connectorTypes[type].metadata)
		throw invalid(subjectOf(call), 'Data Connector', `${connectorName(type)} keeps no metadata to look up`, 'Use "Data Connector: Get Many Files" for size and date.');
	const { path } = partsOf(call);
	const body = await ask(call, call.operation.request, { path, query: { url: connectorAddress(address) } });
	return body.source_metadata as IDataObject;
}
