/** What 2FA protects in the demo: two workspaces that every account belongs to. */
export interface Workspace {
  slug: string;
  name: string;
}

export const workspaces: readonly Workspace[] = [
  { slug: 'harmony-hq', name: 'Harmony HQ' },
  { slug: 'research', name: 'Research' },
];
