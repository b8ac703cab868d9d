import { defineStore } from 'pinia';
import { shallowRef } from 'vue';

export interface Question {
  title: string;
  /** What it will touch, with counts. */
  detail: string;
  /** The word on the button: what happens, not "OK". */
  action: string;
  danger?: boolean;
}

/** Asks before what cannot be undone. What can be undone is done, and offered to be undone. */
export const useConfirmation = defineStore('confirmation', () => {
  const question = shallowRef<(Question & { answer: (yes: boolean) => void }) | null>(null);

  function confirm(asked: Question): Promise<boolean> {
    question.value?.answer(false);
    return new Promise((resolve) => {
      question.value = {
        ...asked,
        answer: (yes) => {
          question.value = null;
          resolve(yes);
        },
      };
    });
  }

  return { question, confirm };
});
