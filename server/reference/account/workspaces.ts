/** The demo's protected data: two workspaces, the same for every account. */
export interface Workspace {
  slug: string;
  name: string;
}

export const workspaces: readonly Workspace[] = [
  { slug: 'harmony-hq', name: 'Harmony HQ' },
  { slug: 'research', name: 'Research' },
];
