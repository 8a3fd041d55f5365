import { createSchemaUtils, type RJSFSchema, type SchemaUtilsType } from "@rjsf/utils";
import type { ReactNode } from "react";
import { isNode } from "./answers/places";
import { createValidator } from "./answers/validator";
import type { FormConfig } from "./config";
import { wallTime } from "./drafts/times";
import { words, type Say } from "./words";

interface Reading {
  readonly utils: SchemaUtilsType;
  readonly config: FormConfig;
  readonly say: Say;
}

/** Show answers that cannot be changed as a list of terms and values. */
export function ReadOnlyAnswers({ config }: { config: FormConfig }) {
  const reading: Reading = { utils: createSchemaUtils(createValidator(config.locale), config.schema), config, say: words(config.locale) };
  return <div className="od-form od-form--readonly"><Values schema={config.schema} value={config.answers} reading={reading} order={config.ui["ui:order"]} /></div>;
}

function Values({ schema, value, reading, order = [] }: { schema: RJSFSchema; value: unknown; reading: Reading; order?: string[] | undefined }) {
  const { properties = {} } = reading.utils.retrieveSchema(schema, value);
  const given = isNode(value) ? value : {};
  const names = [...order.filter((name) => name in properties), ...Object.keys(properties).filter((name) => !order.includes(name))];
  return (
    <dl className="od-answers">
      {names.map((name) => <Entry key={name} name={name} schema={properties[name] as RJSFSchema} value={given[name]} reading={reading} />)}
    </dl>
  );
}

function Entry({ name, schema, value, reading }: { name: string; schema: RJSFSchema; value: unknown; reading: Reading }) {
  const resolved = reading.utils.retrieveSchema(schema, value);
  return (
    <div className={`od-answer${isNode(value) || Array.isArray(value) ? " od-answer--wide" : ""}`}>
      <dt>{resolved.title ?? name}</dt>
      <dd><Value schema={resolved} value={value} reading={reading} /></dd>
    </div>
  );
}

function Value({ schema, value, reading }: { schema: RJSFSchema; value: unknown; reading: Reading }): ReactNode {
  if (value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)) {
    return <span className="od-empty">{reading.say("empty")}</span>;
  }
  if (Array.isArray(value)) return <Entries schema={schema} values={value} reading={reading} />;
  if (isNode(value)) return <Values schema={schema} value={value} reading={reading} />;
  if (schema.format === "onedoor-file") return <FileLink id={String(value)} reading={reading} />;
  return <span className="od-value">{textOf(schema, value, reading.say)}</span>;
}

function Entries({ schema, values, reading }: { schema: RJSFSchema; values: unknown[]; reading: Reading }) {
  const items = (schema.items ?? {}) as RJSFSchema;
  return (
    <ol className={values.some(isNode) ? "od-entries" : "od-entries od-entries--plain"}>
      {values.map((value, i) => <li key={i}><Value schema={reading.utils.retrieveSchema(items, value)} value={value} reading={reading} /></li>)}
    </ol>
  );
}

function FileLink({ id, reading }: { id: string; reading: Reading }) {
  const file = reading.config.files[id];
  return file ? <a href={file.url}>{file.name}</a> : <span>{reading.say("fileGone")}</span>;
}

/** Write one plain value as people say it. */
export function textOf(schema: RJSFSchema, value: unknown, say: Say): string {
  const option = (schema.oneOf as RJSFSchema[] | undefined)?.find((each) => each.const === value);
  if (option?.title) return option.title;
  if (typeof value === "boolean") return say(value ? "yes" : "no");
  if (schema["x-format"] === "money" && typeof value === "number") return `¥ ${value.toLocaleString("zh-CN")} ${say("yuan")}`;
  if (schema.format === "date-time") return wallTime(String(value)).replace("T", " ");
  return String(value);
}
