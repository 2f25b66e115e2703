import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { ask, collectionOf, optionOf, partsOf, subjectOf, valueOf } from './call';
import { connect } from './connect';
import { invalid } from './errors';
import type { Call, Operation, Resource, Service } from './operation';
import { readList } from './paginate';
import { inTurn, type Turns } from './turns';
import { waitForJob } from './waitForJob';

/** Requests that run at once unless the user says otherwise: within 16 % of the physical limit at 50 ms latency when 10. */
export const DEFAULT_PARALLEL = 5;
export const DEFAULT_PARALLEL_FILES = 2;

/** Runs the chosen operation for every input item: some at once, results in input order, each linked to its item. */
export async function execute(
	context: IExecuteFunctions,
	service: Service,
	resources: Resource[],
): Promise<INodeExecutionData[][]> {
	const resource = resources.find(({ value }) => value === context.getNodeParameter('resource', 0));
	const operation = resource?.operations.find(({ value }) => value === context.getNodeParameter('operation', 0));
	if (!resource || !operation)
		throw new NodeOperationError(context.getNode(), 'Operation: this version of the node does not have it', {
			description: 'Choose the resource and the operation again.',
		});
	const connection = await connect(context, service);
	const count = context.getInputData().length;
	const results: INodeExecutionData[][] = [];
	const failures: Array<NodeApiError | NodeOperationError> = [];
	const turns: Turns = new Map();

	const fail = (call: Call, cause: unknown) => {
		const failure = asNodeError(call, cause);
		if (context.continueOnFail()) results[call.item] = [failedItem(call, failure)];
		else failures.push(failure);
	};
	const carryOut = async (call: Call) => {
		// One that waited for its turn must not begin after another has stopped the node.
		if (failures.length > 0) return;
		await resultsOf(call).then((result) => (results[call.item] = result), (cause) => fail(call, cause));
	};

	await inParallel(count, parallelItems(context, operation), async (item) => {
		const call: Call = { context, connection, resource, operation, item };
		try {
			const line = await operation.oneAtATime?.(call);
			if (line === undefined) await carryOut(call);
			else await inTurn(turns, line, async () => await carryOut(call));
		} catch (cause) {
			fail(call, cause);
		}
		return failures.length === 0;
	});

	if (failures.length > 0) throw withDone(failures[0], results);
	return [results.flat()];
}

/** Runs `work` for 0 … count-1, at most `limit` at once, until one of them returns false; those under way are finished. */
export async function inParallel(count: number, limit: number, work: (index: number) => Promise<boolean>): Promise<void> {
	let next = 0;
	const worker = async () => {
		while (next < count) if (!(await work(next++))) next = count;
	};
	await Promise.all(Array.from({ length: Math.min(limit, count) }, worker));
}

export function parallelItems(context: IExecuteFunctions, operation: Operation): number {
	const usual = operation.file ? DEFAULT_PARALLEL_FILES : DEFAULT_PARALLEL;
	return Math.max(1, Math.floor(optionOf(context, 0, 'itemsInParallel', usual)));
}

async function resultsOf(call: Call): Promise<INodeExecutionData[]> {
	const found = await objectsOf(call);
	const objects = Array.isArray(found) ? found : [found];
	const simplify = simplifierOf(call);
	const conceal = call.resource.conceal && !isDeletion(call) ? call.resource.conceal : (object: IDataObject) => object;
	return objects.map((object) => ({ json: simplify(conceal(object)), pairedItem: { item: call.item } }));
}

async function objectsOf(call: Call): Promise<IDataObject | IDataObject[]> {
	const { operation, connection } = call;
	operation.check?.(call);
	if (operation.run) return await operation.run(call);
	if (operation.list) return await listOf(call);
	const parts = partsOf(call);
	if (collectionOf(operation) === 'updateFields' && operation.optional && Object.keys(parts.body).length === 0)
		throw invalid(subjectOf(call), 'Update Fields', 'no field to change was added', 'Add at least one field to change.');
	const body = await ask(call, operation.request, parts);
	if (operation.output) return operation.output(body, call);
	if (isDeletion(call)) return { deleted: true };
	return await waitIfAsked(call, connection.service.unwrap?.(body) ?? body);
}

const isDeletion = ({ operation }: Call) => operation.request.startsWith('DELETE ');

/** The list that the call's request asks for, as far as Return All and Limit want it. */
export async function listOf(call: Call): Promise<IDataObject[]> {
	const { operation } = call;
	const { path, query } = partsOf(call);
	const wanted = valueOf<boolean>(call, 'returnAll') ? Infinity : (valueOf<number>(call, 'limit') ?? 50);
	return await readList(
		operation.list!,
		async (page) => await ask(call, operation.request, { path, query: { ...query, ...page } }),
		wanted,
	);
}

/** Follows the job to its end when the user chose to wait, or when waiting is what the operation is for. */
export async function waitIfAsked(call: Call, object: IDataObject): Promise<IDataObject> {
	const { job, waits } = call.operation;
	const wanted = waits === 'always' || valueOf<boolean>(call, 'waitForCompletion') === true;
	return job && wanted ? await waitForJob(call, job, object) : object;
}

function simplifierOf(call: Call): (object: IDataObject) => IDataObject {
	const { operation, resource, connection } = call;
	const keep = operation.simplify ?? resource.simplify;
	if (!keep || !valueOf<boolean>(call, 'simplify')) return (object) => object;
	return (object) => {
		const flat = connection.service.flatten?.(object) ?? object;
		return Object.fromEntries(keep.filter((key) => flat[key] !== undefined).map((key) => [key, flat[key]]));
	};
}

function asNodeError(call: Call, cause: unknown): NodeApiError | NodeOperationError {
	if (cause instanceof NodeApiError || cause instanceof NodeOperationError) return cause;
	const { node, doing, item } = subjectOf(call);
	if ((cause as Error).name === 'AbortError')
		return new NodeOperationError(node, 'The execution was stopped', { itemIndex: item });
	return new NodeOperationError(node, cause as Error, {
		message: `${doing}: ${(cause as Error).message}`,
		description: 'The service may have answered in an unexpected way. Run the node again; if it happens again, report it to the maintainers of this package.',
		itemIndex: item,
	});
}

/** n8n sends an item to the error branch only when its JSON holds nothing but `error`, `message` and `details`. */
function failedItem({ item, resource, operation }: Call, failure: NodeApiError | NodeOperationError): INodeExecutionData {
	const status = failure instanceof NodeApiError && failure.httpCode ? Number(failure.httpCode) : null;
	return {
		json: {
			error: failure.message,
			message: failure.description ?? '',
			details: { item, resource: resource.value, operation: operation.value, status },
		},
		pairedItem: { item },
	};
}

/** n8n drops the results of a node that throws: say what was done, so that nobody does it twice. */
function withDone(failure: NodeApiError | NodeOperationError, results: INodeExecutionData[][]): Error {
	const done = Object.keys(results).map(Number);
	if (done.length === 0) return failure;
	const which = done.length > 20 ? `${done.length} items` : `item${done.length > 1 ? 's' : ''} ${done.join(', ')}`;
	failure.description = `${failure.description ?? ''} Done before it stopped: ${which}. To keep such results, set On Error to Continue.`.trim();
	return failure;
}
