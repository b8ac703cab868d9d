import { fileEnding, PICTURE_TYPES, takenEndings, traitsOf, type CompiledField, type FileValue } from '@stratacrm/sdk';
import { onBeforeUnmount, ref, shallowRef } from 'vue';
import { isAborted } from '../../../api/client.ts';
import { uploadFile } from '../../../api/files.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { listed, t } from '../../../i18n/i18n.ts';
import { sizeText } from '../../file-text.ts';

/** A file on its way to the server. */
export interface Uploading {
  name: string;
  /** 0 to 1; the server judges it after all has arrived. */
  done: number;
}

/** What the dialog for files is to offer: `.pdf,.docx`, or pictures; nothing where everything is taken. */
export function offeredKinds(field: CompiledField): string | undefined {
  if (traitsOf(field).picture) return PICTURE_TYPES.join(',');
  return takenEndings(field)
    ?.map((ending) => `.${ending}`)
    .join(',');
}

/** What can be told before anything is sent; the server judges by the content. */
function unfit(field: CompiledField, file: File): string | null {
  const { max_size: max } = field;
  if (max !== undefined && file.size > max * 1_048_576)
    return t('fields.file.tooLarge', { name: file.name, size: sizeText(file.size), max });
  const endings = takenEndings(field);
  if (!traitsOf(field).picture && endings !== null && !endings.includes(fileEnding(file.name)))
    return t('fields.file.wrongKind', { kinds: listed(endings) });
  return null;
}

/** Uploads one file at a time; whoever leaves meanwhile calls it off. */
export function useFileUpload(field: () => CompiledField, taken: (file: FileValue) => void) {
  const uploading = shallowRef<Uploading | null>(null);
  const problem = ref<string | null>(null);
  let stopper: AbortController | null = null;

  async function upload(files: Iterable<File>): Promise<void> {
    const [file, another] = [...files];
    if (file === undefined || uploading.value !== null) return;
    problem.value = another === undefined ? unfit(field(), file) : t('fields.file.one');
    if (problem.value !== null) return;
    stopper = new AbortController();
    uploading.value = { name: file.name, done: 0 };
    const onProgress = (done: number): void => void (uploading.value = { name: file.name, done });
    try {
      taken(await uploadFile(file, { onProgress, signal: stopper.signal }));
    } catch (error) {
      if (!isAborted(error))
        problem.value = error instanceof ApiProblem && !error.offline ? error.message : t('shell.offline');
    } finally {
      uploading.value = null;
    }
  }

  function cancel(): void {
    stopper?.abort();
  }

  onBeforeUnmount(cancel);
  return { uploading, problem, upload, cancel };
}
