import { StrataError, type JsonObject, type JsonValue, type Label, type StudioMethod } from '@stratacrm/sdk';
import { shallowRef } from 'vue';
import type { RouteLocationRaw } from 'vue-router';
import { useCatalogue } from '../stores/catalogue.ts';

/** A question of a screen that stands before the person. */
export type AskedQuestion = { answer(value: JsonValue): void } & (
  | { kind: 'confirm' | 'alert'; title: string; detail: string; action: string; danger: boolean }
  | { kind: 'pick'; title: string; object: string }
);

const LONGEST = 500;

/** What a screen asks of the Studio itself: dialogs, one at a time, and to be led elsewhere by a person who uses it. */
export function useScreenQuestions(
  screen: () => Label,
  ends: {
    /** Whether a person has pressed anything in the frame: nobody is led away, or asked, by what he did not touch. */
    touched(): Promise<boolean>;
    /** Refuses where the plugin may not read the object, else answers what it may know of the record. */
    read(object: string, id: string | null): Promise<JsonValue>;
    go(to: RouteLocationRaw): void;
  },
) {
  const asked = shallowRef<AskedQuestion | null>(null);

  function refusal(en: string, zh: string): StrataError {
    return new StrataError('screen_message_refused', { screen: screen(), reason: { en, zh } });
  }

  function text(given: JsonObject, name: string, standard = ''): string {
    const value = given[name];
    return typeof value === 'string' ? value.slice(0, LONGEST) : standard;
  }

  function ask(
    question: AskedQuestion extends infer Each ? (Each extends unknown ? Omit<Each, 'answer'> : never) : never,
  ) {
    if (asked.value !== null) throw refusal('another question of it is open', '已有一个打开的对话框');
    return new Promise<JsonValue>((resolve) => {
      asked.value = {
        ...question,
        answer(value: JsonValue) {
          asked.value = null;
          resolve(value);
        },
      } as AskedQuestion;
    });
  }

  async function pick(given: JsonObject): Promise<JsonValue> {
    const object = text(given, 'object');
    await ends.read(object, null);
    const id = await ask({ kind: 'pick', title: text(given, 'title'), object });
    return typeof id === 'string' ? ends.read(object, id) : null;
  }

  function place(given: JsonObject): RouteLocationRaw {
    const catalogue = useCatalogue();
    const [object, record, page] = [text(given, 'object'), text(given, 'record'), text(given, 'page')];
    if (page !== '' && catalogue.pages.some(({ name }) => name === page)) return { name: 'page', params: { page } };
    if (catalogue.object(object) === undefined) throw refusal('it leads nowhere', '目标不存在');
    return record === '' ? { name: 'list', params: { object } } : { name: 'record', params: { object, id: record } };
  }

  async function answer(method: StudioMethod, given: JsonObject): Promise<JsonValue> {
    if (!(await ends.touched())) throw refusal('nobody has used it yet', '尚无人使用该界面');
    if (method === 'pick_record') return pick(given);
    if (method === 'open') {
      ends.go(place(given));
      return null;
    }
    const [title, detail, action] = [text(given, 'title'), text(given, 'detail'), text(given, 'action')];
    return ask({ kind: method, title, detail, action, danger: given['danger'] === true });
  }

  return { asked, answer };
}
