// Replace this by your table, with hashed passwords.
const accounts = new Map([['ada@acme.example', { name: 'ada@acme.example', password: 'correct horse' }]]);

/** In these apps the id of an account is its address. */
export const findAccount = async (id) => accounts.get(id) ?? null;

export const checkPassword = async (id, password) => accounts.has(id) && accounts.get(id).password === password;

/** The account's id when the form is right; null otherwise. */
export const accountOf = async (form) => ((await checkPassword(form?.email, form?.password)) ? form.email : null);
