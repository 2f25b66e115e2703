import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	INodeProperties,
	IPollFunctions,
	ITriggerFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

/** Whoever may talk to a service: every n8n context that has request helpers. */
export type Context =
	| IExecuteFunctions
	| IHookFunctions
	| ILoadOptionsFunctions
	| IPollFunctions
	| ITriggerFunctions
	| IWebhookFunctions;

/** What a server said. `status` 0 means that no answer came; `cause` then says why. */
export interface Answer {
	status: number;
	headers: IDataObject;
	body: unknown;
	cause?: Error;
}

/** What is wrong and what to do about it: the two lines of an error. */
export interface Complaint {
	what: string;
	todo: string;
}

/** One vendor's API: what all of its operations share. */
export interface Service {
	/** The name people know it by, used in every error. */
	name: string;
	/** The n8n credential type. */
	credential: string;
	/** What can't be right about the credential, found before it is used. */
	check?(credential: IDataObject): Complaint | undefined;
	/** Turns the decrypted credential into an address (no trailing slash) and the headers that prove who asks. */
	connect(credential: IDataObject): { baseUrl: string; headers: Record<string, string> };
	/** The vendor's own sentence in the body of a refusal, if there is one. */
	sentence(body: unknown): string | undefined;
	/** What people can do about a status, where the vendor's case differs from the general advice. */
	advice?: Record<number, string>;
	/** True for a refusal that waiting does not cure (a used-up plan), although its status looks temporary. */
	isQuota?(answer: Answer): boolean;
	/** Puts the fields of a body into the envelope that the vendor wants. */
	wrap?(body: IDataObject): IDataObject;
	/** Takes the object out of the envelope that the vendor answers with. */
	unwrap?(body: IDataObject): IDataObject;
	/** Makes one of the vendor's objects flat and readable: the first half of Simplify. */
	flatten?(object: IDataObject): IDataObject;
}

/**
 * An n8n property and where its value goes. A field goes to the path if the request names it, to the query
 * for GET and DELETE, else to the body.
 */
export type Field = INodeProperties & {
	/**
	 * Only where the wire differs from the name: `'id'` (another name), `'query:id'` or `'body:id'` (another
	 * place), `'config.prompt'` (inside an object of the body), `false` (not sent; `run` reads it), or a function from the value to the parameters it stands for.
	 */
	sendAs?: string | false | ((value: never) => IDataObject);
	/** What can't be right about a value, found before anything is sent. */
	check?(value: never): Complaint | undefined;
};

/** Yields the objects of a list page by page; `fetch` asks for one page, `wanted` may stop it early. */
export type Pager = (
	fetch: (query: IDataObject) => Promise<IDataObject>,
	wanted: number,
) => AsyncGenerator<IDataObject[]>;

/** How to follow work that goes on after the answer. */
export interface Job {
	/** Where to look: `'GET /files/{file_id}'`. The last variable is the job's id; others come from the operation's fields. */
	request: string;
	/** The id in the object that started it (and in every later one). */
	id(object: IDataObject): string;
	/** Every state that is neither running nor succeeded has failed. */
	state(object: IDataObject): 'running' | 'succeeded' | 'failed';
	/** The vendor's reason for a failure, if the object carries one. */
	reason?(object: IDataObject): string | undefined;
	/** The operation that picks the job up again, as people find it in the menu: `'Media: Wait For Processing'`. */
	resume: string;
}

/** One entry of the node's menu. */
export interface Operation {
	/** Stored in workflows: never changes once released. */
	value: string;
	/** The menu's label; may change. */
	name: string;
	/** A sentence in the user's words; models read it as the tool's description. */
	action: string;
	description: string;
	/** Method and path as the vendor's specification writes them: `'GET /files/{file_id}'`. */
	request: string;
	/** Values of the body that are not for people to choose. */
	constants?: IDataObject;
	/** Fields that are always on the panel. */
	fields?: Field[];
	/** Fields behind "Add Field". */
	optional?: Field[];
	/** How the list is paged; makes it a Get Many with Return All and Limit. */
	list?: Pager;
	/** Work that goes on after the answer; adds Wait for Completion. */
	job?: Job;
	/** `'always'`: the operation is the waiting itself. */
	waits?: 'always';
	/** The items move files: fewer run at once. */
	file?: 'upload' | 'download';
	/** A POST that may be sent twice without doing its work twice. */
	repeatable?: boolean;
	/** Items whose call gives the same key run one after the other. */
	oneAtATime?(call: Call): Promise<string>;
	/** Keys that Simplify keeps, in this order; `false`: the answer is small, nothing to simplify. Default: the resource's. */
	simplify?: string[] | false;
	/** What can't be right about the fields together; throws `invalid(…)` before anything is sent. */
	check?(call: Call): void;
	/** What to make of the answer's body when it is not simply the object. */
	output?(body: IDataObject, call: Call): IDataObject | IDataObject[];
	/** For what one request can't do. Returns the vendor's objects; Simplify and item links are applied after it. */
	run?(call: Call): Promise<IDataObject | IDataObject[]>;
}

/** A noun of the product and what can be done with it. */
export interface Resource {
	value: string;
	name: string;
	description: string;
	/** Keys that Simplify keeps; unless an operation says otherwise. */
	simplify?: string[];
	/** Takes out of the vendor's object what nobody may read in an execution log. */
	conceal?(object: IDataObject): IDataObject;
	operations: Operation[];
}

/** A service as it is reached in one execution. Everything that shares a connection also shares its pauses. */
export interface Connection {
	service: Service;
	baseUrl: string;
	headers: Record<string, string>;
	/** Milliseconds since the epoch before which the server does not want to be asked again. */
	openAt: number;
}

/** One operation for one item. */
export interface Call {
	context: IExecuteFunctions;
	connection: Connection;
	resource: Resource;
	operation: Operation;
	/** Index of the input item. */
	item: number;
}
