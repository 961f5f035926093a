/** Vite takes it out of the script and into a file of its own. */
declare module '*.css' {}
