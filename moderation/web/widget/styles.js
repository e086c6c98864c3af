/** The style sheets of the discussion, as its shadow root takes them. */

const FILES = ["../shared/theme.css", "./widget.css", "./dialogs.css"];

/** @returns {Promise<CSSStyleSheet[]>} */
export async function loadStyles() {
  const texts = await Promise.all(
    FILES.map(async (path) => {
      const answer = await fetch(new URL(path, import.meta.url));
      if (!answer.ok) throw new Error(`no ${path}: ${answer.status}`);
      return answer.text();
    }),
  );
  return texts.map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
}
