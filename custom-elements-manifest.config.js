/** Makes `dist/custom-elements.json` of the class comments. Editors and documentation tools read that file. */
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

/** The analyser lists private state as attributes, and Lit's statics as members. */
function hidePrivates(declaration) {
  const { members, attributes } = declaration;
  if (!members) return;
  declaration.members = members.filter((member) => member.privacy !== 'private' && !member.static);
  const names = declaration.members.map(({ name }) => name);
  declaration.attributes = attributes?.filter(({ fieldName }) => names.includes(fieldName));
}

/** The package contains the built files, not the sources. */
function nameBuiltFiles(node) {
  if (typeof node !== 'object' || node === null) return;
  for (const key of ['path', 'module']) {
    if (typeof node[key] === 'string') node[key] = node[key].replace(/^\/?widget\/(.*)\.ts$/, 'dist/widget/$1.js');
  }
  Object.values(node).forEach(nameBuiltFiles);
}

/** Names the file that registers each tag. The analyser looks for `customElements.define`, which `defineElement` calls. */
function nameDefinitions(modules) {
  for (const { path, declarations } of modules) {
    for (const { name, tagName } of declarations.filter(({ customElement }) => customElement)) {
      const register = modules.find((module) => module.path.endsWith(`/${tagName}.js`));
      if (!register) continue;
      // Its other exports are types, which the analyser lists as values.
      register.exports = [{ kind: 'custom-element-definition', name: tagName, declaration: { name, module: path } }];
    }
  }
}
