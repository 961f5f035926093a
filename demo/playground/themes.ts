import github from './themes/github.css?raw';
import material from './themes/material.css?raw';
import plain from './themes/plain.css?raw';

/** Ready looks by their names: whole style sheets for a page, under 60 lines each. */
export const themes: Readonly<Record<string, string>> = { plain, material, github };
