import { readFileSync } from 'node:fs';
import { Validator, type SpecData } from '@seriousme/openapi-schema-validator';
import { parse } from 'yaml';

// A program of its own, because the validator is an ES module only, which jest cannot load without experimental flags.
const validator = new Validator();
const result = await validator.validate(parse(readFileSync(process.argv[2] ?? '', 'utf8')) as SpecData);
process.stdout.write(JSON.stringify({ ...result, version: validator.version }));
