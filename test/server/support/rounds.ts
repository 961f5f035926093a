/** Rounds of a race: enough here to catch a fault that is there; a soak run sets `TEST_ROUNDS` to more. */
export const rounds = Number(process.env['TEST_ROUNDS'] ?? 20);
