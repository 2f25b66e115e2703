'use strict';

const { newFile } = require('./files');
const { newLibrary, inDays } = require('./library');

/** The library of the examples in Informer's documentation, with their ids and values; only its expiry dates are of today. */
function seedExample(state) {
	const id = '550e8400-e29b-41d4-a716-446655440000';
	const library = newLibrary(state, {
		id,
		name: 'Project Documentation',
		description: 'Team knowledge base and design docs',
		ownerId: 'engineering',
		assistantAccess: true,
		syncedAt: '2024-02-08T14:30:00.000Z',
		createdAt: '2024-01-10T09:00:00.000Z',
		updatedAt: '2024-02-08T15:00:00.000Z',
		files: 121,
		newFiles: 5,
		folderId: (path) => `dir-${path.replace('/', '-')}`,
		shares: [
			{ principalId: 'team:engineering', accessLevel: 1 },
			{ principalId: 'alice', accessLevel: 1 },
		],
		connection: { id: 'conn-abc-123', integrationId: 'integration-abc-123', lastAuthorizedAt: inDays(-1), createdAt: '2024-01-15T09:00:00Z' },
	});
	library.integration.id = 'integration-abc-123';
	const at = '2024-02-09T10:05:00Z';
	const overview = newFile(library, {
		id: 'file-xyz-789',
		filename: 'overview.md',
		parentId: 'dir-docs-api',
		contentType: 'text/markdown',
		indexedAt: at,
		modifiedAt: at,
		ownerId: 'alice',
		embedded: true,
		expiresAt: '2024-05-09T10:05:00Z',
		createdAt: at,
	});
	library.files.push(overview);
	library.drive.push({ ...overview });
	const outdated = library.files.filter((file) => !file.directory && file !== overview).slice(0, 12);
	for (const file of outdated) file.modifiedAt = inDays(-30);
	library.snapshots = [
		{ id: 'snapshot-uuid-123', trigger: 'manual', createdAt: '2024-02-09T10:00:00Z', files: [...library.drive] },
		{ id: 'snapshot-uuid-456', trigger: 'scheduled', createdAt: '2024-02-08T10:00:00Z', files: library.drive.slice(0, -2) },
	];
	library.assistants.push({
		id: 'assistant-abc-123',
		name: 'File Assistant: overview.md',
		libraryId: id,
		ownerId: 'alice',
		embedded: true,
		instructions: 'Answer from the file only.',
		chatId: 'chat-xyz-789',
	});
}

/** The libraries of a company, as the owner of the token, Alice of the team "engineering", meets them; two she does not. */
function seedLibraries(state) {
	seedExample(state);
	const team = { principalId: 'team:engineering', accessLevel: 1 };
	const soon = { tokenExpiresAt: inDays(0.5), refreshTokenExpiresAt: inDays(3) };
	const over = { ownerId: 'bob', tokenExpiresAt: inDays(-2), refreshTokenExpiresAt: inDays(-1), lastAuthorizedAt: inDays(-91) };
	// Here Dropbox gives no refresh token: the connection ends with the token itself.
	const lasting = { ownerId: 'bob', tokenExpiresAt: inDays(90), refreshTokenExpiresAt: undefined };
	const shared = { ownerId: 'legal', shares: [{ ...team }] };
	const handbook = { name: 'Product Handbook', description: 'How our products work' };
	newLibrary(state, { ...handbook, type: 'onedrive', files: 14, newFiles: 2, connection: soon });
	newLibrary(state, { name: 'Contracts', description: 'Signed contracts', type: 'sharepoint', files: 9, connection: over, ...shared });
	const brand = { name: 'Brand Assets', description: 'Logos and pictures', ownerId: 'marketing', shares: [{ ...team }] };
	newLibrary(state, { ...brand, type: 'dropbox', files: 24, connection: lasting });
	newLibrary(state, { name: 'Meeting Notes', type: 'local', description: 'Filled by hand', files: 6 });
	newLibrary(state, { name: 'Research Papers', description: 'Not connected yet', files: 0, connection: null, syncedAt: undefined });
	newLibrary(state, { name: 'Payroll', type: 'onedrive', ownerId: 'bob', description: 'Not for everybody', files: 4, connection: { ownerId: 'bob' } });
	newLibrary(state, { name: 'Dashboard Assets', type: 'local', description: 'The assets of an app', files: 2, embedded: true });
}

module.exports = { seedLibraries };
