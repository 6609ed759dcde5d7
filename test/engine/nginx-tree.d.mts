export function nginxTree(): string;
export function nginxCommand(tree: string): [string, ...string[]];
