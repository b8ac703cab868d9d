/** Building, signing and packing a plugin from a program of one's own; `strata plugin` is made of the same. */
export { buildPlugin, writeBuild, type BuildProblem, type BuiltPlugin } from './plugin/build-plugin.ts';
export { filesOfFolder } from './plugin/package-folder.ts';
export { newPublisherKey, publicKeyOf, signFiles, type PublisherKey, type Signer } from './plugin/sign-files.ts';
export { tarballOf } from './plugin/tarball.ts';
