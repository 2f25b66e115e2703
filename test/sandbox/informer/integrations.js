'use strict';

const MICROSOFT = {
	authUri: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
	tokenUri: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
	apiBaseUri: 'https://graph.microsoft.com/v1.0',
	clientId: '8f2c1b7e-0000-4000-8000-00000000c11e',
};

/** What the cloud drives have in common with themselves, by type. */
const DRIVES = {
	'google-drive': {
		label: 'Google Drive',
		accountId: 'google-account-123',
		scope: 'https://www.googleapis.com/auth/drive.readonly',
		authUri: 'https://accounts.google.com/o/oauth2/v2/auth',
		tokenUri: 'https://oauth2.googleapis.com/token',
		apiBaseUri: 'https://www.googleapis.com/drive/v3',
		clientId: '123456789-abcdefg.apps.googleusercontent.com',
	},
	onedrive: { label: 'OneDrive', accountId: 'microsoft-account-456', scope: 'Files.Read.All offline_access', ...MICROSOFT },
	sharepoint: { label: 'SharePoint', accountId: 'microsoft-account-789', scope: 'Sites.Read.All offline_access', ...MICROSOFT },
	dropbox: {
		label: 'Dropbox',
		accountId: 'dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc',
		scope: 'files.content.read',
		authUri: 'https://www.dropbox.com/oauth2/authorize',
		tokenUri: 'https://api.dropboxapi.com/oauth2/token',
		apiBaseUri: 'https://api.dropboxapi.com/2',
		clientId: 'dropbox-app-key',
	},
};

function integration(id, type, suffix, over = {}) {
	const { label, scope, authUri, tokenUri, apiBaseUri, clientId } = DRIVES[type] ?? {};
	const name = over.name ?? `${label} - ${suffix}`;
	return {
		id,
		name,
		slug: name.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
		type,
		category: 'storage',
		description: `Integration with ${label} for document sync`,
		mode: 'per-user',
		authType: 'oauth2',
		ownerId: 'admin',
		embedded: false,
		shared: true,
		tags: ['tag-uuid-1', 'tag-uuid-2'],
		scope,
		authUri,
		tokenUri,
		apiBaseUri,
		clientId,
		createdAt: '2024-01-15T09:00:00.000Z',
		updatedAt: '2024-02-08T14:00:00.000Z',
		...over,
	};
}

/** The instance's integrations by id, those first that libraries are made with. */
const seedIntegrations = () =>
	new Map(
		[
			integration('a1b2c3d4-0000-4000-8000-000000000001', 'google-drive', 'Engineering'),
			integration('integration-xyz-789', 'google-drive', 'Marketing'),
			integration('a1b2c3d4-0000-4000-8000-000000000003', 'onedrive', 'Company'),
			integration('a1b2c3d4-0000-4000-8000-000000000004', 'sharepoint', 'Legal'),
			integration('a1b2c3d4-0000-4000-8000-000000000005', 'dropbox', 'Brand', { mode: 'shared' }),
			integration('a1b2c3d4-0000-4000-8000-000000000006', 'help-desk', '', {
				name: 'Help Desk',
				category: 'support',
				description: 'Tickets of the help desk',
				authType: 'bearer',
				scope: '',
				authUri: '',
				tokenUri: '',
				apiBaseUri: 'https://help.example.com/api',
			}),
		].map((one) => [one.id, one]),
	);

/** A library's own integration, made after one of the instance's. */
const embeddedIn = (libraryId, id, { name, type, authType, clientId, authUri, tokenUri, scope }) => ({
	id,
	name,
	type,
	embedded: true,
	libraryId,
	authType,
	clientId,
	authUri,
	tokenUri,
	scope,
});

const accountOf = (type) => ({ email: 'alice@example.com', displayName: 'Alice Johnson', accountId: DRIVES[type]?.accountId ?? 'account-1' });

module.exports = { accountOf, embeddedIn, seedIntegrations };
