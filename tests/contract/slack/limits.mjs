// Lengths and counts that the types do not know: Slack's documented limits, in characters.
const chars = (text) => [...text].length;
// A page to a user group begins with a mention of it; nowhere else may anything call on more than one person.
const calledGroup = /^<!subteam\^S[A-Z0-9]+> /;
const isBroadcast = (text) => /<!(here|channel|everyone|subteam)/.test(text.replace(calledGroup, ''));

/** Every problem of a message's or view's blocks, in words. */
export function limitProblems(blocks, most = 50) {
  const problems = [];
  const tell = (where, what) => problems.push(`${where}: ${what}`);
  const text = (where, object, max, min = 1) => {
    const size = chars(object.text);
    if (size < min || size > max) tell(where, `${size} characters, allowed are ${min} to ${max}`);
    if (/[\u0000-\u0008\u000B-\u001F\u007F\u202A-\u202E\u2066-\u2069]/u.test(object.text)) tell(where, 'control characters');
    if (object.type !== 'mrkdwn') return;
    if (object.verbatim !== true) tell(where, 'mrkdwn that Slack would link by itself (verbatim is not true)');
    if (isBroadcast(object.text)) tell(where, 'a live broadcast');
    if (/&(?!(amp|lt|gt);)/.test(object.text)) tell(where, 'a cut or unescaped entity');
    if (/<[^<>]*$/.test(object.text) || /<[^>]*</.test(object.text)) tell(where, 'a cut or nested <...>');
  };
  const count = (where, list, max, min = 1) => {
    if (list.length < min || list.length > max) tell(where, `${list.length} items, allowed are ${min} to ${max}`);
  };
  const id = (where, value) => value !== undefined && (chars(value) < 1 || chars(value) > 255) && tell(where, 'bad id');
  const option = (where, o) => {
    text(`${where}.text`, o.text, 75);
    if (chars(o.value) < 1 || chars(o.value) > 75) tell(`${where}.value`, `${chars(o.value)} characters`);
  };
  const element = (where, e) => {
    id(`${where}.action_id`, e.action_id);
    if (e.type === 'button') {
      text(`${where}.text`, e.text, 75);
      if (chars(e.value ?? '') > 2000) tell(`${where}.value`, 'over 2000 characters');
    }
    if (e.options) {
      count(`${where}.options`, e.options, e.type === 'checkboxes' ? 10 : 100);
      e.options.forEach((o, i) => option(`${where}.options[${i}]`, o));
      const values = e.options.map((o) => o.value);
      if (new Set(values).size !== values.length) tell(where, 'two options with one value');
      for (const o of e.initial_options ?? (e.initial_option ? [e.initial_option] : []))
        if (!e.options.some((p) => JSON.stringify(p) === JSON.stringify(o))) tell(where, 'an initial option that is none');
    }
    if (e.type === 'plain_text_input') {
      if (e.max_length > 3000) tell(where, 'max_length over 3000');
      if (chars(e.initial_value ?? '') > (e.max_length ?? 3000)) tell(where, 'initial_value over max_length');
    }
  };
  let characters = 0;
  let tables = 0;
  const actions = [];
  const total = (value) => {
    if (value && typeof value === 'object') {
      for (const [key, inner] of Object.entries(value))
        if (key === 'text' && typeof inner === 'string') characters += chars(inner);
        else total(inner);
    }
  };
  count('blocks', blocks, most);
  blocks.forEach((block, i) => {
    const where = `blocks[${i}] (${block.type})`;
    id(`${where}.block_id`, block.block_id);
    if (block.type === 'header') text(where, block.text, 150);
    if (block.type === 'section') {
      if (block.text) text(where, block.text, 3000);
      if (block.fields) count(`${where}.fields`, block.fields, 10);
      (block.fields ?? []).forEach((field, f) => text(`${where}.fields[${f}]`, field, 2000));
    }
    if (block.type === 'alert') text(where, block.text, 3000);
    if (block.type === 'context') {
      count(where, block.elements, 10);
      block.elements.forEach((e) => text(where, e, 3000));
    }
    if (block.type === 'actions') {
      count(where, block.elements, 25);
      block.elements.forEach((e, n) => element(`${where}.elements[${n}]`, e));
      actions.push(...block.elements.map((e) => e.action_id));
    }
    if (block.type === 'input') {
      text(`${where}.label`, block.label, 2000);
      if (block.hint) text(`${where}.hint`, block.hint, 2000);
      element(`${where}.element`, block.element);
    }
    if (block.type === 'table') {
      ++tables;
      count(`${where}.rows`, block.rows, 100);
      block.rows.forEach((row) => {
        count(`${where} row`, row, 20);
        if (row.length !== block.rows[0].length) tell(where, 'rows of different length');
        row.forEach((cell) => cell.type === 'raw_text' && chars(cell.text) < 1 && tell(where, 'an empty cell'));
      });
    }
    if (JSON.stringify(block).includes('"type":"broadcast"')) tell(where, 'a live broadcast');
    total(block);
  });
  if (tables > 1) tell('blocks', 'more than one table');
  if (most === 50 && characters > 13000) tell('blocks', `${characters} characters in all: Slack answers msg_blocks_too_long`);
  const ids = [...blocks.map((b) => b.block_id).filter(Boolean), ...actions];
  if (new Set(ids).size !== ids.length) tell('blocks', 'a block_id or action_id twice');
  return problems;
}

export function viewProblems(view) {
  const problems = limitProblems(view.blocks, 100);
  for (const part of ['title', 'submit', 'close'])
    if (chars(view[part]?.text ?? 'x') > 24 || view[part]?.text === '') problems.push(`${part}: not 1 to 24 characters`);
  if (chars(view.private_metadata ?? '') > 3000) problems.push('private_metadata: over 3000 characters');
  if (chars(view.callback_id ?? '') > 255) problems.push('callback_id: over 255 characters');
  if (view.blocks.some((b) => b.type === 'input') && !view.submit) problems.push('an input without submit');
  if (Buffer.byteLength(JSON.stringify(view)) > 250000) problems.push('over 250 kB');
  return problems;
}

/** Of a whole chat.* call. */
export function messageProblems(method, message) {
  const problems = message.blocks ? limitProblems(message.blocks) : [];
  const most = method === 'chat.update' ? 4000 : 40000;
  const size = chars(message.text ?? '');
  if (size < 1 || size > most) problems.push(`text: ${size} characters, allowed are 1 to ${most}`);
  if (isBroadcast(message.text)) problems.push('text: a live broadcast');
  if (/&(?!(amp|lt|gt);)/.test(message.text) || /<[^<>]*$/.test(message.text)) problems.push('text: a cut entity');
  if (message.parse !== 'none' || message.link_names) problems.push('text: Slack would link names by itself');
  if (method === 'chat.postMessage' && (message.unfurl_links !== false || message.unfurl_media !== false))
    problems.push('links would unfold');
  if (method !== 'chat.postEphemeral' && !message.metadata?.event_payload?.key) problems.push('metadata without a key');
  return problems;
}
