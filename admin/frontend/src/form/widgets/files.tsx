import { useState } from "react";
import { speaker, type Text } from "../../shared/locale";
import type { FormContext } from "../context";
import { labelId } from "../theme/field";
import { useControlProps, type Props } from "./inputs";
import { upload } from "./upload";

const TEXTS = {
  unreachable: { zh: "网络连接不上，请再试一次。", en: "the network cannot be reached; please try again." },
  tooLarge: { zh: "文件太大。单个文件不能超过 20 MB。", en: "the file is too large. The limit is 20 MB." },
  refused: { zh: "服务器没有收下，请再试一次或换一个文件。", en: "the server did not accept it; try again or choose another file." },
} satisfies Record<string, Text>;

/** The same limit as the server's: a larger file need not travel to be refused. */
const LARGEST = 20 * 1024 * 1024;

/** Upload files at once and keep their ids as the answer. */
export function FileWidget(props: Props) {
  const { say, files } = props.registry.formContext;
  const { running, problems, start } = useUploads(props);
  const ids = idsOf(props.value);
  const full = !props.multiple && (ids.length > 0 || running.length > 0);
  return (
    <div className="od-files">
      {ids.length > 0 && (
        <ul className="od-file-list">
          {ids.map((id) => <FileRow key={id} id={id} props={props} file={files.get(id)} onRemove={() => props.onChange(without(props, id))} />)}
        </ul>
      )}
      {running.map(({ name, percent }) => <p key={name} className="od-upload" role="status">{say("uploading", { name, percent })}<progress value={percent} max={100} /></p>)}
      <label className="od-button od-file-button" hidden={full}>
        <input {...useControlProps(props)} className="od-file-input" type="file" multiple={props.multiple} aria-labelledby={`${labelId(props.id)} ${props.id}__choose`} onChange={({ target }) => void start(target)} />
        <span id={`${props.id}__choose`}>{say(props.multiple ? "chooseFiles" : "chooseFile")}</span>
      </label>
      <div role="alert">{problems.map((text) => <p key={text} className="od-error">{text}</p>)}</div>
    </div>
  );
}

export function idsOf(value: unknown): string[] {
  return [value].flat().filter((id): id is string => typeof id === "string" && id !== "");
}

function without(props: Props, id: string): unknown {
  return props.multiple ? idsOf(props.value).filter((each) => each !== id) : undefined;
}

interface RowProps { id: string; props: Props; file: { name: string; size: number; url: string } | undefined; onRemove: () => void }

function FileRow({ props, file, onRemove }: RowProps) {
  const { say } = props.registry.formContext;
  const name = file?.name ?? say("fileGone");
  return (
    <li className="od-file">
      {file ? <a href={file.url}>{name}</a> : <span>{name}</span>}
      {file && <span className="od-file-size">{readableSize(file.size)}</span>}
      {!props.disabled && !props.readonly && (
        <button type="button" className="od-button od-button--small" aria-label={say("removeFile", { name })} onClick={onRemove}>{say("remove")}</button>
      )}
    </li>
  );
}

export function readableSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

interface Running { readonly name: string; readonly percent: number }

function useUploads(props: Props) {
  const [running, setRunning] = useState<Running[]>([]);
  const [problems, setProblems] = useState<string[]>([]);
  const context = props.registry.formContext;
  const one = async (file: File): Promise<string | null> => {
    const progress = (percent: number) => setRunning((list) => [...list.filter(({ name }) => name !== file.name), { name: file.name, percent }]);
    progress(0);
    try {
      return await store(file, context, progress);
    } catch (error) {
      setProblems((list) => [...list, context.say("uploadFailed", { name: file.name, reason: (error as Error).message })]);
      return null;
    } finally {
      setRunning((list) => list.filter(({ name }) => name !== file.name));
    }
  };
  const start = async (input: HTMLInputElement) => {
    const chosen = [...(input.files ?? [])];
    setProblems([]);
    const ids = (await Promise.all(chosen.map(one))).filter((id) => id !== null);
    input.value = "";
    if (ids.length) props.onChange(props.multiple ? [...idsOf(props.value), ...ids] : ids[0]);
  };
  return { running, problems, start };
}

async function store(file: File, context: FormContext, progress: (percent: number) => void): Promise<string> {
  const say = speaker(TEXTS, context.locale);
  if (file.size > LARGEST) throw new Error(say("tooLarge"));
  context.onUpload(1);
  try {
    const texts = { unreachable: say("unreachable"), refused: say("refused") };
    const { id, ...stored } = await upload(file, context.uploadUrl, context.connection, progress, texts);
    context.files.set(id, stored);
    return id;
  } finally {
    context.onUpload(-1);
  }
}
