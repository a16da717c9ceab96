import {z} from 'zod';
import type {Provider} from '../../provider/contract.ts';
import {Settings} from '../../settings.ts';
import {maskedAddress} from '../../store/formats/masked-address.ts';
import type {NumberRange, SettingRow} from '../query.ts';
import type {Reading} from '../reading.ts';

type Walk = {readonly field: string; readonly schema: z.ZodType; readonly value: unknown; readonly initial: unknown};

/** Every setting with its meaning, value and default, in the order of the schema; those of a provider where they are set. */
export async function answerSettings(reading: Reading): Promise<readonly SettingRow[]> {
  const value = await reading.settings();
  const providers = await reading.providers();
  const rows = [...rowsOf({field: '', schema: Settings, value, initial: Settings.parse({})})];
  return withoutSecrets(
    rows.map((row) => withoutStrangers(row, providers)),
    reading,
  );
}

/** An option that its provider does not have may be a key that somebody wrote into the file by hand; a use of it is refused. */
function withoutStrangers(row: SettingRow, providers: ReadonlyMap<string, Provider>): SettingRow {
  const [, id] = /^providers\.([^.]+)\.options$/.exec(row.field) ?? [];
  if (id === undefined) return row;
  const known = providers.get(id)?.options?.shape ?? {};
  const options = Object.entries(Object(row.value)).map(([name, value]) => [
    name,
    Object.hasOwn(known, name) ? value : '••••••••',
  ]);
  return {...row, value: Object.fromEntries(options)};
}

function* rowsOf({field, schema, value, initial}: Walk): Generator<SettingRow> {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject) {
    for (const [key, child] of Object.entries(inner.shape)) {
      yield* rowsOf({
        field: joined(field, key),
        schema: child as z.ZodType,
        value: at(value, key),
        initial: at(initial, key),
      });
    }
    return;
  }
  if (inner instanceof z.ZodRecord && unwrapped(inner.valueType as z.ZodType) instanceof z.ZodObject) {
    // Nobody could guess that secrets may have policies of their own; whether a provider has settings is said with the list.
    if (field === 'rotation.each') yield rowOf({field, schema, value, initial});
    for (const key of Object.keys(Object(value))) {
      const walk = {
        field: joined(field, key),
        schema: inner.valueType as z.ZodType,
        value: at(value, key),
        initial: undefined,
      };
      for (const row of rowsOf(walk)) if (row.changed) yield row;
    }
    return;
  }
  yield rowOf({field, schema, value, initial});
}

function rowOf({field, schema, value, initial}: Walk): SettingRow {
  const {label = field, help = ''} = Object(schema.meta());
  return {
    field,
    label: String(label),
    help: String(help),
    ...(value === undefined ? {} : {value: mapped(value, maskedAddress)}),
    ...(initial === undefined ? {} : {default: initial}),
    changed: JSON.stringify(value) !== JSON.stringify(initial),
    ...rangeOf(unwrapped(schema)),
  };
}

function rangeOf(schema: z.ZodType): {readonly range?: NumberRange} {
  if (!(schema instanceof z.ZodNumber)) return {};
  const {type, minimum, exclusiveMinimum, maximum} = z.toJSONSchema(schema);
  return {
    range: {
      isWhole: type === 'integer',
      ...(minimum === undefined ? {} : {least: minimum}),
      ...(typeof exclusiveMinimum === 'number' ? {above: exclusiveMinimum} : {}),
      // The largest whole number that there is says nothing.
      ...(maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? {} : {most: maximum}),
    },
  };
}

/** What is optional or has a default is described by what it wraps. */
function unwrapped(schema: z.ZodType): z.ZodType {
  const isWrapper =
    schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional;
  return isWrapper ? unwrapped(schema.def.innerType as z.ZodType) : schema;
}

/** Every text in a value, however deep. */
function mapped(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapped(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapped(one, change)]));
}

function textsIn(value: unknown): readonly string[] {
  const texts: string[] = [];
  mapped(value, (text) => {
    texts.push(text);
    return text;
  });
  return texts;
}

/** A stored secret that somebody wrote into the file by hand is not repeated; a change of the settings refuses one. */
async function withoutSecrets(rows: readonly SettingRow[], reading: Reading): Promise<readonly SettingRow[]> {
  const clean = new Map<string, string>();
  for (const text of new Set(rows.flatMap(({value}) => textsIn(value)))) clean.set(text, await reading.masked(text));
  return rows.map((row) =>
    row.value === undefined ? row : {...row, value: mapped(row.value, (text) => clean.get(text) ?? text)},
  );
}

function at(value: unknown, key: string): unknown {
  return Object(value)[key];
}

function joined(field: string, key: string): string {
  return field === '' ? key : `${field}.${key}`;
}
