// The page: asks a backend, shows the answer as it is written and the passages it rests on.
// Text from documents and models is only ever set as textContent.
const byId = (id) => document.getElementById(id);
const form = byId('ask');
let running = null;
/** The document that was asked for last. */
let opened = null;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const data = new FormData(form);
  ask(String(data.get('backend')), String(data.get('question')));
});
byId('question').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    form.requestSubmit();
  }
});
byId('stop').addEventListener('click', () => running?.abort());
byId('close-document').addEventListener('click', () => {
  closeDocument();
  byId('question').focus();
});
addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closeDocument();
});
showState();
showSession();

async function ask(backend, question) {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  byId('result').hidden = false;
  byId('answer').textContent = '';
  byId('generator').textContent = '';
  byId('citations').replaceChildren();
  closeDocument();
  setBusy(true);
  try {
    const response = await fetch(`/api/${backend}/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ question }),
      signal,
    });
    if (!response.ok) throw new Error(await reasonOf(response));
    let ended = false;
    for await (const { event, data } of serverSentEvents(response.body)) {
      show(backend, event, data);
      ended = event === 'done';
    }
    if (!ended) throw new Error('The answer broke off before its end.');
  } catch (error) {
    // One that gave way to a later question has nothing to say.
    if (running?.signal === signal)
      byId('generator').textContent = signal.aborted ? 'Stopped.' : error.message;
  } finally {
    if (running?.signal === signal) setBusy(false);
  }
}

function show(backend, event, data) {
  if (event === 'token') byId('answer').textContent += visible(data.text);
  if (event === 'citations') showCitations(backend, data.citations);
  if (event === 'error') throw new Error(sentence(data.error));
  if (event !== 'done') return;
  byId('answer').textContent = visible(data.answer);
  showCitations(backend, data.citations);
  const { kind, model, reason } = data.generator;
  const writer = model ? `${kind}, ${model}: ${reason}` : reason;
  const seconds = (data.timings.totalMs / 1000).toFixed(1);
  byId('generator').textContent = `${writer} · ${data.retrieval.mode} retrieval · ${seconds} s`;
}

function showCitations(backend, citations) {
  byId('citations').replaceChildren(
    ...citations.map((citation) => {
      const place = element('button', placeOf(citation));
      place.type = 'button';
      place.className = 'place';
      place.addEventListener('click', () => openDocument(backend, citation));
      const item = element('li', '');
      item.value = citation.n;
      item.append(place, ` ${citation.title}`, element('blockquote', visible(citation.text)));
      return item;
    }),
  );
}

function placeOf({ source, page, line }) {
  if (page) return `${source}, page ${page}`;
  return line ? `${source}:${line}` : source;
}

async function openDocument(backend, citation) {
  const { documentId, span, source } = citation;
  opened = citation;
  byId('document').hidden = false;
  byId('document-title').textContent = source;
  byId('document-text').textContent = '';
  try {
    const path = `/api/${backend}/corpus/documents/${encodeURIComponent(documentId)}`;
    const response = await fetch(path);
    if (!response.ok) throw new Error(await reasonOf(response));
    const { text } = await response.json();
    if (opened !== citation) return;
    const mark = element('mark', visible(text.slice(span[0], span[1])));
    const [before, after] = [text.slice(0, span[0]), text.slice(span[1])].map(visible);
    byId('document-text').replaceChildren(before, mark, after);
    mark.scrollIntoView({ block: 'center' });
    byId('document-text').focus();
  } catch (error) {
    if (opened === citation) byId('document-text').textContent = error.message;
  }
}

function closeDocument() {
  opened = null;
  byId('document').hidden = true;
}

async function showState() {
  try {
    const { dependencies } = await (await fetch('/api/rag/ready')).json();
    const poor = dependencies.filter(({ state }) => state !== 'ok');
    byId('status').textContent = poor.map(({ name, detail }) => `${name}: ${detail}`).join(' · ');
  } catch (error) {
    byId('status').textContent = `The backend does not answer: ${error.message}`;
  }
}

/** Asking needs no sign-in; changing the corpus over this page's address does. */
async function showSession() {
  try {
    const { signedIn } = await (await fetch('/session')).json();
    byId('session').textContent = signedIn
      ? 'Signed in.'
      : 'Not signed in: gecko open prints a link that signs this browser in.';
  } catch {
    // The state line says that nothing answers.
    byId('session').textContent = '';
  }
}

/** Without what turns the direction of writing, or would steer a terminal: a text could pass for another. */
function visible(text) {
  return text.replace(
    /\u001b(\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(\u0007|\u001b\\)?)|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u202a-\u202e\u2066-\u2069]/g,
    '',
  );
}

function setBusy(busy) {
  byId('send').disabled = busy;
  byId('stop').hidden = !busy;
}

function element(name, text) {
  const node = document.createElement(name);
  node.textContent = text;
  return node;
}

async function reasonOf(response) {
  try {
    return sentence((await response.json()).error);
  } catch {
    return `The backend answered ${response.status}.`;
  }
}

function sentence({ message, hint }) {
  return hint ? `${message} ${hint}` : message;
}

/** Yields { event, data } of a text/event-stream body; comments are skipped. */
async function* serverSentEvents(body) {
  // Not every browser can iterate over a stream.
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) {
      const lines = block.split(/\r?\n/);
      const event = lines
        .find((line) => line.startsWith('event:'))
        ?.slice(6)
        .trim();
      const data = lines
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trimStart());
      if (event && data.length > 0) yield { event, data: JSON.parse(data.join('\n')) };
    }
  }
}
