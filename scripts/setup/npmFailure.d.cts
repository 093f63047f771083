export function explainNpmFailure(output: string): string;
