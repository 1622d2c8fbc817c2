/** A heading as it is looked up: two programs write the same one with other spaces and brackets. */
export const plainHeading = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[([【].*?[)\]】]/g, '')
    .replace(/[\s:：*_]+/g, '')
    .toLowerCase();
