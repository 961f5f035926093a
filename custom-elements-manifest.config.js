/** Reads the class comments of the sources; `dist/custom-elements.json` is what editors and documentation tools read. */
export default {
  globs: ['widget/elements/*/*-element.ts', 'widget/elements/*/harmony-2fa-*.ts'],
  outdir: 'dist',
  litelement: true,
  packagejson: false,
  plugins: [
    {
      name: 'harmony:published-form',
      packageLinkPhase({ customElementsManifest: manifest }) {
        manifest.modules.flatMap(({ declarations }) => declarations).forEach(hidePrivates);
        nameBuiltFiles(manifest);
        nameDefinitions(manifest.modules);
      },
    },
  ],
};

/** The analyser takes inner state for an attribute, as it does every entry of `properties` that names none. Statics are Lit's. */
function hidePrivates(declaration) {
  const { members, attributes } = declaration;
  if (!members) return;
  declaration.members = members.filter((member) => member.privacy !== 'private' && !member.static);
  const names = declaration.members.map(({ name }) => name);
  declaration.attributes = attributes?.filter(({ fieldName }) => names.includes(fieldName));
}

/** The manifest travels with the build and not with the sources. */
function nameBuiltFiles(node) {
  if (typeof node !== 'object' || node === null) return;
  for (const key of ['path', 'module']) {
    if (typeof node[key] === 'string') node[key] = node[key].replace(/^\/?widget\/(.*)\.ts$/, 'dist/widget/$1.js');
  }
  Object.values(node).forEach(nameBuiltFiles);
}

/** Which file registers a tag: the analyser looks for `customElements.define`, and here a function calls it. */
function nameDefinitions(modules) {
  for (const { path, declarations } of modules) {
    for (const { name, tagName } of declarations.filter(({ customElement }) => customElement)) {
      const register = modules.find((module) => module.path.endsWith(`/${tagName}.js`));
      if (!register) continue;
      // The rest of what it exports are types, which the analyser takes for values.
      register.exports = [{ kind: 'custom-element-definition', name: tagName, declaration: { name, module: path } }];
    }
  }
}
