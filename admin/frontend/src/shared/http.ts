import { speaker, type Text } from "./locale";

const TEXTS = {
  unreachable: {
    zh: "网络连接不上。您填写的内容都还在，请检查网络后再试一次。",
    en: "The network cannot be reached. Everything you entered is still here; check the connection and try again.",
  },
  signedOut: {
    zh: "登录已过期。请在新窗口重新登录，再回到这里继续，内容都还在。",
    en: "Your sign-in has expired. Sign in again in a new window, then come back and continue; nothing is lost.",
  },
  forbidden: {
    zh: "您没有权限做这一步，请联系管理员。",
    en: "You may not do this step; please ask your administrator.",
  },
  tooLarge: { zh: "内容太大，服务器没有收下。请减小后再试。", en: "This is too large for the server. Make it smaller and try again." },
  unavailable: { zh: "服务器暂时没有响应，请稍后再试。", en: "The server is not answering right now; please try again shortly." },
} satisfies Record<string, Text>;

/** What came back from the server; `status` 0 means that nothing came back. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T & { message?: string };
}

export interface Connection {
  readonly csrf: string;
  readonly locale: string;
}

export const JSON_BODY = { "Content-Type": "application/json" } as const;

/** Send one request; network failures come back as an answer with status 0 and a sentence. */
export async function send<T>(url: string, init: RequestInit, to: Connection): Promise<Answer<Partial<T>>> {
  try {
    const response = await fetch(url, { ...init, redirect: "manual", credentials: "same-origin", headers: headers(init, to) });
    return await understand<T>(response, to);
  } catch {
    return failure(0, speaker(TEXTS, to.locale)("unreachable"));
  }
}

function headers(init: RequestInit, to: Connection): HeadersInit {
  return { Accept: "application/json", ...init.headers, "X-CSRFToken": to.csrf, "X-Requested-With": "XMLHttpRequest" };
}

async function understand<T>(response: Response, to: Connection): Promise<Answer<Partial<T>>> {
  const say = speaker(TEXTS, to.locale);
  // A redirect of a JSON request is always the way to the login page.
  if (response.type === "opaqueredirect" || response.status === 401) return failure(401, say("signedOut"));
  const body = await response.json().catch(() => null);
  if (body !== null && typeof body === "object") return { status: response.status, body: withMessage(body, response.status, say) };
  return failure(response.ok ? 502 : response.status, defaultMessage(response.ok ? 502 : response.status, say));
}

type Say = (key: keyof typeof TEXTS) => string;

function withMessage<T>(body: T & { message?: string }, status: number, say: Say): T & { message?: string } {
  return status < 400 || body.message ? body : { ...body, message: defaultMessage(status, say) };
}

function defaultMessage(status: number, say: Say): string {
  if (status === 403) return say("forbidden");
  if (status === 413) return say("tooLarge");
  return say("unavailable");
}

function failure<T>(status: number, message: string): Answer<Partial<T>> {
  return { status, body: { message } as Partial<T> & { message: string } };
}
